/** Transport and address of a chardev as written. */
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import { written, writtenWithDefaults } from '../../text/mapped-text.ts';

export interface MonitorAddress {
  /** `tcp`, `telnet`, `udp`, `unix`, `stdio`, `pty`; undefined if unknown. */
  readonly transport: string | undefined;
  /** `0.0.0.0:4444`, `/run/m.sock`, `fd=3`, `$PORT`; empty for none. */
  readonly address: string;
}

/** Uses `chardev` if the reach names none. */
export function monitorAddressOf(reach: Reach, chardev?: Chardev): MonitorAddress {
  if ('transport' in reach) {
    const port = reach.port ? `:${written(reach.port)}` : '';
    return { transport: reach.transport, address: `${written(reach.host)}${port}` };
  }
  const target = 'chardev' in reach ? reach.chardev : chardev;
  return target ? addressOfChardev(target) : { transport: undefined, address: '' };
}

function addressOfChardev({ backend }: Chardev): MonitorAddress {
  switch (backend.kind) {
    case 'socket': {
      const { path, fd, host, port } = backend;
      if (path.kind !== 'absent') {
        return { transport: 'unix', address: writtenWithDefaults(path.text) };
      }
      if (fd.kind !== 'absent') return { transport: 'socket', address: `fd=${written(fd.text)}` };
      const words = [host, port].map((fact) => (fact.kind === 'absent' ? '' : written(fact.text)));
      const address = words.join(':');
      return address === ':' ? { transport: 'socket', address: '' } : { transport: 'tcp', address };
    }
    case 'other': {
      const { name, path } = backend;
      return {
        transport: name,
        address: path.kind === 'absent' ? '' : writtenWithDefaults(path.text),
      };
    }
    default:
      return { transport: undefined, address: '' };
  }
}
