/** What a choice lays open, said before it is made. */
import * as l10n from '@vscode/l10n';
import { MONITOR_OPTIONS } from '../machine/monitor.ts';

/** Beginnings of device strings that listen on a port, or connect to one. */
const STREAMS: ReadonlySet<string> = new Set(['tcp', 'telnet', 'tn3270', 'websocket']);

/** What an option lays open that takes no value; a value says itself what it does. */
export function exposureOfOption(option: string): string | undefined {
  return option === 's' ? gdbOnPort() : undefined;
}

/**
 * What the beginning of a device string lays open as the value of an option; undefined where that is
 * nothing. The option decides: the guest's serial line on a port is no monitor.
 */
export function exposureOfScheme(option: string, scheme: string): string | undefined {
  const isMonitor = MONITOR_OPTIONS.has(option) || option === 'mon';
  if (scheme === 'udp' && isMonitor) {
    return l10n.t(
      'Whoever can send a datagram with a forged sender controls the machine and can run commands on the host.',
    );
  }
  if (!STREAMS.has(scheme)) return undefined;
  if (option === 'gdb') return gdbOnPort();
  if (option === 'qtest') {
    return l10n.t("Whoever can connect to the port controls the guest's memory and devices.");
  }
  return isMonitor
    ? l10n.t(
        'Whoever can connect to the port controls the machine and can run commands on the host, since a monitor asks nobody who they are. Only TLS with verified certificates and an authorization object keeps others out.',
      )
    : l10n.t('Whoever can connect to the port is at the other end of this line.');
}

/** What a backend of `-chardev` lays open; a chardev may be a monitor's or not. */
export function exposureOfBackend(backend: string): string | undefined {
  if (backend !== 'udp') return undefined;
  return l10n.t(
    'Anyone can forge the sender of a datagram, so no monitor belongs on this backend.',
  );
}

/** What a property of a chardev's socket lays open. */
export function exposureOfKey(key: string): string | undefined {
  if (key !== 'host' && key !== 'port') return undefined;
  return l10n.t(
    'A socket with a port can be reached from other machines, or by every user and web page of this one. A monitor on it needs TLS with verified certificates and an authorization object.',
  );
}

/** What an address of `-vnc` lays open. */
export function exposureOfDisplay(address: string): string | undefined {
  if (address === ':0') {
    return l10n.t(
      'Everyone on the network can look at this display, and through it at the monitor, unless it asks for a password or a certificate.',
    );
  }
  return address === 'localhost:0'
    ? l10n.t('Every user of this host can look at this display, and through it at the monitor.')
    : undefined;
}

/** What waiting for a migration lays open. */
export function exposureOfIncoming(scheme: string): string | undefined {
  return scheme === 'tcp' || scheme === 'rdma'
    ? l10n.t('QEMU takes the state of a machine from whoever connects to the port first.')
    : undefined;
}

function gdbOnPort(): string {
  return l10n.t(
    'Whoever can connect to the port controls the guest, and can run commands of the monitor through the gdb stub.',
  );
}
