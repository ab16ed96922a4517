/** Documents with one monitor that the network can reach, in each language that the server reads. */

export interface SampleDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  /** The text that the finding covers; it occurs once. */
  readonly found: string;
  /** What the places that belong to the finding cover, in their order. */
  readonly related: readonly string[];
  readonly message: string;
  /** The document after its preferred fix. */
  readonly fixed: string;
}

const exposed = (mode: string): string =>
  `${mode} on tcp 0.0.0.0:4444: anyone on the network can run commands on this host`;

export const SHELL: SampleDocument = {
  uri: 'file:///vm/run.sh',
  languageId: 'shellscript',
  text: `#!/bin/bash
qemu-system-x86_64 -m 1G \\
  -monitor tcp:0.0.0.0:4444,server,nowait
`,
  found: '0.0.0.0',
  related: [],
  message: exposed('HMP'),
  fixed: `#!/bin/bash
qemu-system-x86_64 -m 1G \\
  -monitor "unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server,nowait"
`,
};

const DOMAIN_XML: SampleDocument = {
  uri: 'file:///vm/web.xml',
  languageId: 'xml',
  text: `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web</name>
  <qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value='tcp:0.0.0.0:4444,server,nowait'/>
  </qemu:commandline>
</domain>
`,
  found: '0.0.0.0',
  related: [],
  message: 'HMP on tcp 0.0.0.0:4444: anyone on the network can control QEMU',
  fixed: `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web</name>
  <qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value='unix:/var/lib/libvirt/qemu/web-monitor.sock,server,nowait'/>
  </qemu:commandline>
</domain>
`,
};

export const CONFIG: SampleDocument = {
  uri: 'file:///vm/vm.qemu',
  languageId: 'qemu-config',
  text: `[chardev "mon0"]
  backend = "socket"
  host = "0.0.0.0"
  port = "4444"
  server = "on"
  wait = "off"

[mon "monitor"]
  chardev = "mon0"
`,
  found: '0.0.0.0',
  related: ['[mon "monitor"]'],
  message: exposed('HMP'),
  fixed: `[chardev "mon0"]
  backend = "socket"
  path = "vm-monitor.sock"
  server = "on"
  wait = "off"

[mon "monitor"]
  chardev = "mon0"
`,
};

export const LIBVIRT_ARGS: SampleDocument = {
  uri: 'file:///vm/old.args',
  languageId: 'qemu-args',
  text: `LC_ALL=C \\
/usr/bin/qemu-system-x86_64 \\
-name guest=old,debug-threads=on \\
-chardev socket,id=c,host=0.0.0.0,port=4444,server=on,wait=off \\
-mon chardev=c,mode=control
`,
  found: '0.0.0.0',
  related: [],
  message: exposed('QMP'),
  fixed: `LC_ALL=C \\
/usr/bin/qemu-system-x86_64 \\
-name guest=old,debug-threads=on \\
-chardev socket,id=c,path=/var/lib/libvirt/qemu/old-qmp.sock,server=on,wait=off \\
-mon chardev=c,mode=control
`,
};

export const EVERY_LANGUAGE: readonly SampleDocument[] = [SHELL, DOMAIN_XML, CONFIG, LIBVIRT_ARGS];
