/** What a hover says in domain XML, in config files and in `.args` files. */
import { describe } from 'node:test';
import type { CheckOptions } from '../support/check.ts';
import { checkHovers } from '../support/hover.ts';

const XML: CheckOptions = { languageId: 'xml' };
const CONFIG: CheckOptions = { languageId: 'qemu-config' };
const ARGS: CheckOptions = { languageId: 'qemu-args' };

describe('a hover in domain XML says of', () => {
  const domain = (args: string) =>
    `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><name>web</name><q:commandline>${args}</q:commandline></domain>`;
  checkHovers(
    [
      [
        'an option what it does',
        domain("<q:arg value='-mon▮itor'/><q:arg value='stdio'/>"),
        '-monitor',
        [
          '-monitor: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
          'Default: vc',
          'HMP monitor on stdio',
        ],
      ],
      [
        'a host who can connect, and how, through libvirt too',
        domain("<q:arg value='-monitor'/><q:arg value='tcp:h▮ost:1,server'/>"),
        'host',
        [
          'host: The address it listens at or connects to; empty means every network interface',
          'HMP monitor on tcp host:1',
          'Who can open it: anyone on the network',
          '- It listens at host, where other machines can connect',
        ],
      ],
    ],
    XML,
  );
});

describe('a hover in a config file says of', () => {
  checkHovers(
    [
      [
        'a section which option it is',
        '[char▮dev "m"]\nbackend = "stdio"\n[mon]\nchardev = "m"\n',
        'chardev',
        [
          '[chardev]: Defines a character device, which monitors and devices talk through',
          'HMP monitor on stdio',
        ],
      ],
      [
        'the id of a section that it is given there',
        '[chardev "▮m"]\nbackend = "stdio"\n[mon]\nchardev = "m"\n',
        'm',
        ['chardev m is defined here', 'HMP monitor on stdio'],
      ],
      [
        'a host what it decides',
        '[chardev "m"]\nbackend = "socket"\nhost = "::▮1"\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n',
        '::1',
        [
          'host: The address it listens at or connects to; empty means every network interface',
          'HMP monitor on tcp ::1:1',
          'Who can open it: any user of this host',
        ],
      ],
      [
        'a key whose value QEMU drops what comes of it',
        '[chardev "m"]\nbackend = "socket"\nho▮st = 127.0.0.1\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n',
        'host',
        [
          'host: The address it listens at or connects to; empty means every network interface',
          'HMP monitor on tcp :1',
          'Who can open it: anyone on the network',
          '- An empty host means every network interface',
        ],
      ],
    ],
    CONFIG,
  );
});

describe('a hover in an .args file says of', () => {
  checkHovers(
    [
      [
        'an option what it does',
        "LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-qm▮p 'unix:/run/q,server=on'\n",
        '-qmp',
        [
          '-qmp: Makes a QMP monitor, which programs control the machine through',
          'QMP monitor on unix /run/q',
        ],
      ],
    ],
    ARGS,
  );
});
