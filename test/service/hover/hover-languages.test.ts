/** What a hover says in domain XML, in config files and in `.args` files. */
import { describe } from 'node:test';
import type { CheckOptions } from '../../support/check.ts';
import { checkHovers } from '../../support/hover.ts';

const XML: CheckOptions = { languageId: 'xml' };
const CONFIG: CheckOptions = { languageId: 'qemu-config' };
const ARGS: CheckOptions = { languageId: 'qemu-args' };

describe('a hover in domain XML says of', () => {
  const domain = (args: string) =>
    `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><name>web</name><q:commandline>${args}</q:commandline></domain>`;
  checkHovers(
    {
      'an option what it does': [
        domain("<q:arg value='-mon▮itor'/><q:arg value='stdio'/>"),
        '-monitor',
        'HMP monitor on stdio: only the user who runs QEMU',
        '…',
        '-monitor: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
        'Default: vc',
      ],
      'a host who can connect, and how, through libvirt too': [
        domain("<q:arg value='-monitor'/><q:arg value='tcp:h▮ost:1,server'/>"),
        'host',
        '- It listens at host, where other machines can connect',
        '…',
        'host: The address it listens at or connects to; empty means every network interface',
      ],
    },
    XML,
  );
});

describe('a hover in a config file says of', () => {
  checkHovers(
    {
      'a section which option it is': [
        '[char▮dev "m"]\nbackend = "stdio"\n[mon]\nchardev = "m"\n',
        'chardev',
        'HMP monitor on stdio: only the user who runs QEMU',
        '…',
        '[chardev]: Defines a character device, which monitors and devices talk through',
        'See also: monitor',
      ],
      'the id of a section that it is given there': [
        '[chardev "▮m"]\nbackend = "stdio"\n[mon]\nchardev = "m"\n',
        'm',
        'HMP monitor on stdio: only the user who runs QEMU',
        '…',
        'chardev m is defined here',
        'See also: monitor',
      ],
      'a backend what it is': [
        '[chardev "m"]\nbackend = "std▮io"\n[mon]\nchardev = "m"\n',
        'stdio',
        'HMP monitor on stdio: only the user who runs QEMU',
        '…',
        'stdio: The terminal that QEMU is started in',
        'See also: monitor, chardev',
      ],
      'a host what it decides': [
        '[chardev "m"]\nbackend = "socket"\nhost = "::▮1"\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n',
        '::1',
        '- ::1 is this host: its users, and web pages open on it, can connect',
        '…',
        'host: The address it listens at or connects to; empty means every network interface',
        'See also: monitor, chardev',
      ],
      'a key whose value QEMU drops what comes of it': [
        '[chardev "m"]\nbackend = "socket"\nho▮st = 127.0.0.1\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n',
        'host',
        '`host` lacks double quotes, so QEMU ignores it and the monitor listens on every interface · monitor-on-network',
        '…',
        'host: The address it listens at or connects to; empty means every network interface',
        'See also: monitor, chardev',
      ],
    },
    CONFIG,
  );
});

describe('a hover in an .args file says of', () => {
  checkHovers(
    {
      'an option what it does': [
        "LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-qm▮p 'unix:/run/q,server=on'\n",
        '-qmp',
        'QMP monitor on unix /run/q: only the user who runs QEMU',
        '…',
        '-qmp: Makes a QMP monitor, which programs control the machine through',
        'See also: command',
      ],
    },
    ARGS,
  );
});
