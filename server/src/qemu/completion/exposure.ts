/** Warnings about what a proposal exposes. */
import * as l10n from '@vscode/l10n';
import { MONITOR_OPTIONS } from '../../invocation/monitor-options.ts';

const STREAMS: ReadonlySet<string> = new Set(['tcp', 'telnet', 'tn3270', 'websocket']);

export function exposureOfOption(option: string): string | undefined {
  return option === 's' ? gdbOnPort() : undefined;
}

/** What a device string exposes as a monitor or, less, as a guest's serial port. */
export function exposureOfScheme(option: string, scheme: string): string | undefined {
  const isMonitor = MONITOR_OPTIONS.includes(option);
  if (scheme === 'udp' && isMonitor) {
    return l10n.t(
      'Anyone who can send a datagram with a forged sender controls the machine and can run commands on the host.',
    );
  }
  if (!STREAMS.has(scheme)) return undefined;
  if (option === 'gdb') return gdbOnPort();
  if (option === 'qtest') {
    return l10n.t("Anyone who can connect to the port controls the guest's memory and devices.");
  }
  return isMonitor
    ? l10n.t(
        'Anyone who can connect to the port controls the machine and can run commands on the host, since a monitor does not authenticate its clients. Only TLS with verified certificates and an authorization object keeps others out.',
      )
    : l10n.t('Anyone who can connect to the port is at the other end of this line.');
}

/** What a backend exposes, with or without a monitor. */
export function exposureOfBackend(backend: string): string | undefined {
  if (backend !== 'udp') return undefined;
  return l10n.t(
    'Anyone can forge the sender of a datagram, so no monitor belongs on this backend.',
  );
}

/** What a socket's property exposes. */
export function exposureOfKey(key: string): string | undefined {
  if (key !== 'host' && key !== 'port') return undefined;
  return l10n.t(
    'A socket with a port can be reached from other machines, or by every user and web page of this one. A monitor on it needs TLS with verified certificates and an authorization object.',
  );
}

/** What a `-vnc` address exposes. */
export function exposureOfDisplay(address: string): string | undefined {
  if (address === ':0') {
    return l10n.t(
      'Anyone on the network can open this display, and through it the monitor, unless it asks for a password or a certificate.',
    );
  }
  return address === 'localhost:0'
    ? l10n.t('Any local user can open this display, and through it the monitor.')
    : undefined;
}

/** What an `-incoming` scheme exposes. */
export function exposureOfIncoming(scheme: string): string | undefined {
  return scheme === 'tcp' || scheme === 'rdma'
    ? l10n.t('QEMU takes the state of a machine from the first client of the port.')
    : undefined;
}

function gdbOnPort(): string {
  return l10n.t(
    'Anyone who can connect to the port controls the guest, and can run commands of the monitor through the gdb stub.',
  );
}
