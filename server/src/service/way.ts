/** How one gets to a chardev, in the words that are written: a transport and an address. */
import type { Chardev } from '../qemu/chardev/chardev.ts';
import type { Reach } from '../qemu/reach/reach.ts';
import { written } from '../text/mapped-text.ts';

/** What one would tell a client program. */
export interface Way {
  /** `tcp`, `telnet`, `udp`, `unix`, `stdio`, `pty` …; undefined where it is not known. */
  readonly transport: string | undefined;
  /** `0.0.0.0:4444`, `/run/m.sock`, with unknown parts as they are written (`$PORT`); empty for none. */
  readonly address: string;
}

/** The way that a reach stands for. */
export function wayOf(reach: Reach): Way {
  if ('transport' in reach) {
    const port = reach.port ? `:${written(reach.port)}` : '';
    return { transport: reach.transport, address: `${written(reach.host)}${port}` };
  }
  if (!('chardev' in reach)) return { transport: undefined, address: '' };
  return wayOfChardev(reach.chardev);
}

function wayOfChardev({ backend }: Chardev): Way {
  switch (backend.kind) {
    case 'socket':
      return backend.path.kind === 'absent'
        ? { transport: 'socket', address: '' }
        : { transport: 'unix', address: written(backend.path.text) };
    case 'other': {
      const { name, path } = backend;
      return { transport: name, address: path.kind === 'absent' ? '' : written(path.text) };
    }
    default:
      return { transport: undefined, address: '' };
  }
}
