/** A small project with a finding of each kind, for what the command line prints. */

export const SAMPLE: Readonly<Record<string, string>> = {
  '.qemu-monitor-guard.json': `{
  "accept": [
    {
      "path": "lab/**",
      "rules": ["monitor-on-loopback"],
      "reason": "Only this machine's users are students of the lab"
    }
  ],
  "exclude": ["old"]
}
`,
  'lab/run.sh': `#!/bin/sh
# Starts a machine of the lab.
. ./settings.sh
qemu-system-x86_64 -m 1G -monitor "tcp:$MONITOR_HOST:4444,server,nowait"
`,
  'lab/settings.sh': `MONITOR_HOST=0.0.0.0
`,
  'lab/quiet.sh': `#!/bin/sh
qemu-system-x86_64 -monitor telnet:127.0.0.1:4445,server,nowait
`,
  'domain.xml': `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web</name>
  <qemu:commandline>
    <qemu:arg value='-qmp'/>
    <qemu:arg value='udp:192.0.2.1:7001'/>
  </qemu:commandline>
</domain>
`,
  'excused.sh': `#!/bin/sh
# qemu-monitor-guard: ignore[monitor-on-network] isolated lab network
qemu-system-x86_64 -qmp tcp::4446,server,nowait
# qemu-monitor-guard: ignore[monitor-on-network] isolated lab network
qemu-system-x86_64 -qmp stdio
`,
  'old/run.sh': 'qemu-system-x86_64 -qmp tcp::4447,server,nowait\n',
  'start.awk': 'exec "qemu-system-x86_64", "-monitor", "tcp::4448,server,nowait";\n',
};
