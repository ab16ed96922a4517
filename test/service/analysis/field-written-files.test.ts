/**
 * Commands and options that a script writes into files of systemd, Docker, cron and Proxmox, which others read. They
 * are shown, and nothing is offered for them: these files expand nothing, and have quotes of their own.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, checkSilent, shownFixes, shownIn } from '../../support/check.ts';

const Q = '/usr/bin/qemu-system-x86_64 -m 1G -monitor tcp:0.0.0.0:4444,server,nowait';
const UNIT = `[Unit]\nDescription=A machine\n\n[Service]\nType=simple\nExecStart=${Q}\n\n[Install]\n`;

const FOUND: Readonly<Record<string, string>> = {
  'a unit in a here-document': `cat > /etc/systemd/system/vm.service <<EOF\n${UNIT}EOF\n`,
  'a unit that nothing expands in': `cat > vm.service <<'EOF'\n${UNIT}EOF\n`,
  'a unit through tee': `sudo tee /etc/systemd/system/vm.service >/dev/null <<EOF\n${UNIT}EOF\n`,
  'a unit with an unknown path': `cat <<EOF | tee "$UNIT"\n${UNIT}EOF\n`,
  'a unit line by line': `echo "[Service]" > vm.service\necho "ExecStart=${Q}" >> vm.service\n`,
  'a line for a unit that is there': `echo "ExecStart=-${Q}" >> /etc/systemd/system/vm.service\n`,
  'a continued line of a unit':
    'cat > vm.service <<"E"\n[Service]\nExecStart=kvm \\\n  -m 1G \\\n  -monitor tcp:0.0.0.0:4444,server\nE\n',
  'a Dockerfile': `cat > Dockerfile <<EOF\nFROM debian\nRUN apt-get install -y qemu-system-x86\nCMD ${Q}\nEOF\n`,
  'a Dockerfile with an array':
    'cat > build/Dockerfile <<EOF\nFROM debian\nENTRYPOINT ["qemu-system-x86_64","-monitor", "tcp:0.0.0.0:4444,server"]\nEOF\n',
  'a command of a Dockerfile behind a test': `echo 'CMD [ -w /dev/kvm ] && ${Q}' >> Dockerfile\n`,
  'a command of cron behind a test': `echo "@reboot root [ -x /usr/bin/kvm ] && ${Q}" > /etc/cron.d/vm\n`,
  'a Dockerfile with a comment between lines':
    'cat > Dockerfile <<"E"\nFROM debian\nCMD kvm -m 1G \\\n  # note\n  -monitor tcp:0.0.0.0:4444,server\nE\n',
  'a line for a Dockerfile': `echo 'CMD ${Q}' >> Dockerfile.vm\n`,
  'a machine of Proxmox':
    'cat > /etc/pve/qemu-server/100.conf <<EOF\nname: vm\nargs: -monitor tcp:0.0.0.0:4444,server\ncores: 2\nEOF\n',
  'a line for a machine of Proxmox':
    'echo "args: -chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off -mon m" >> /etc/pve/qemu-server/$ID.conf\n',
  'a table of cron': `echo "@reboot root ${Q}" > /etc/cron.d/vm\n`,
  'a line of cron': `(crontab -l; echo "@reboot ${Q}") | crontab -\n`,
  'a table of cron in a here-document': `crontab <<E\n# m h\n0 3 * * 1-5 ${Q}\nE\n`,
  'a command of cron up to what it reads': `echo '@reboot ${Q}%-monitor tcp:0.0.0.0:1%' | crontab -\n`,
  'a table of cron through a pipe': `echo "*/5 * * * * cd /vm && ${Q}" | sudo crontab -u vm -\n`,
  'an entry of a desktop': `cat > vm.desktop <<E\n[Desktop Entry]\nName=VM\nExec=${Q}\nE\n`,
  supervisord: `cat > /etc/supervisor/conf.d/vm.conf <<E\n[program:vm]\ncommand=${Q}\nE\n`,
  'what the system starts': `echo "${Q} &" >> /etc/rc.local\n`,
  'settings for a service': `echo 'QEMU_OPTS="-monitor tcp:0.0.0.0:4444,server"' > /etc/default/vm\n`,
};

const SILENT: Readonly<Record<string, string>> = {
  'a manual': `cat > README.md <<E\nFROM here on:\n[Service]\nExecStart=${Q}\nCMD ${Q}\nE\n`,
  'a comment of a unit': `cat > vm.service <<E\n[Service]\n#ExecStart=${Q}\n;ExecStart=${Q}\nE\n`,
  'a description': `cat > vm.service <<E\n[Unit]\nDescription=${Q}\nE\n`,
  'packages of a Dockerfile':
    'cat > Dockerfile <<E\nFROM debian\nRUN apt install qemu-kvm\n# CMD kvm\nE\n',
  'a comment of a Dockerfile': `cat > Dockerfile <<E\nFROM debian\n# CMD ${Q}\nE\n`,
  'what a Dockerfile prints': `cat > Dockerfile <<E\nFROM debian\nRUN echo ${Q}\nE\n`,
  'a comment of cron': `crontab <<E\n#@reboot ${Q}\nE\n`,
  'safe options':
    'echo "args: -monitor unix:/run/vm/m.sock,server -m 1" > /etc/pve/qemu-server/1.conf\n',
  'a plain text': `cat > notes <<E\nStart ${Q} by hand\nCMD ${Q}\nE\n`,
  'a list that crontab shows': `crontab -l | grep "${Q}"\n`,
};

describe('what a script writes for others to start', () => {
  for (const [name, script] of Object.entries(FOUND)) {
    it(name, () => {
      const found = shownIn(script);
      const told = found.map(({ rule, at }) => [rule, script.slice(at.start, at.end)]);
      assert.deepEqual(told, [['monitor-on-network', '0.0.0.0']]);
      // What a shell reads is changed as in any script.
      if (name === 'settings for a service' || name === 'what the system starts') return;
      const fixes = found.flatMap((finding) => shownFixes(finding));
      const titles = fixes.map(({ title }) => title);
      assert.deepEqual(titles, []);
    });
  }

  for (const [name, script] of Object.entries(SILENT)) {
    it(`is silent about ${name}`, () => checkSilent(script));
  }

  it('stands where it is written', () => {
    check(`
cat > /etc/systemd/system/vm.service <<EOF
[Service]
ExecStart=/usr/bin/qemu-system-x86_64 -m $MEM -monitor "telnet:0.0.0.0:4444,server"
                                                               ^^^^^^^ error monitor-on-network
EOF
`);
  });
});
