/** Who can open a monitor: by chardev, socket permissions, and displays. Why: docs/decisions/audience.md */
import * as l10n from '@vscode/l10n';
import { spanOf } from '../../text/mapped-text.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { findOpenings, type Opening } from '../machine/permissions.ts';
import { type Audience, audienceOf } from '../reach/audience.ts';
import { type Evidence, explainReach } from '../reach/evidence.ts';
import type { Reach } from '../reach/reach.ts';
import { type DisplayedMonitor, displayedMonitors, PROTOCOL_NAMES } from './display.ts';
import { type Listener, widest } from './listener.ts';

export interface Exposure {
  readonly audience: Audience;
  /** Places that show it, the decisive one first. */
  readonly evidence: readonly Evidence[];
}

/** Who can open a monitor through one of its chardevs. */
export function exposureOf(machine: Machine, monitor: Monitor, reach: Reach): Exposure {
  const audience = audienceOf(reach);
  const evidence = explainReach(machine, monitor, reach);
  // Only private sockets can be opened further.
  if ((audience !== 'user' && audience !== 'directory') || !('chardev' in reach)) {
    return { audience, evidence };
  }
  const { chardev } = reach;
  const [opening] = findOpenings(machine, { ...monitor, chardev });
  if (opening) {
    const at = spanOf(opening.mode);
    return { audience: 'host', evidence: [{ message: openingWords(opening), at }, ...evidence] };
  }
  return throughDisplay(machine, monitor, chardev, evidence) ?? { audience, evidence };
}

function openingWords({ mode, what }: Opening): string {
  return {
    umask: () => l10n.t('Umask {0} lets every local user connect to its socket', mode.decoded),
    socket: () => l10n.t('Mode {0} lets every local user connect to its socket', mode.decoded),
    directory: () =>
      l10n.t('Mode {0} of its directory lets every local user replace its socket', mode.decoded),
  }[what]();
}

const SHOWN_BACKENDS = new Set(['vc', 'spiceport']);

/** The exposure through a display, if its viewers can open the monitor. */
function throughDisplay(
  machine: Machine,
  monitor: Monitor,
  chardev: Chardev,
  evidence: readonly Evidence[],
): Exposure | undefined {
  const { backend } = chardev;
  if (backend.kind !== 'other' || !SHOWN_BACKENDS.has(backend.name)) return undefined;
  const shown = displayedMonitors(machine).find(
    (one) => one.monitor === monitor && one.chardev === chardev,
  );
  const listener = shown && widest(shown.display.listeners);
  if (shown === undefined || listener?.who === 'user') return undefined;
  // Only a run knows a display without listeners.
  const audience = listener ? viewersOf(shown, listener) : 'unknown';
  const message = viewersWords(listener ? shown : { ...shown, certain: false });
  return { audience, evidence: [{ message, at: (listener ?? shown.display).at }, ...evidence] };
}

/** Who can view a display. */
export function viewersOf(
  { display: { authentication }, certain }: DisplayedMonitor,
  { who }: Listener,
): Audience {
  if (who === 'user') return who;
  if (authentication !== 'none' && authentication !== 'unknown') return 'authorized';
  return certain && authentication === 'none' ? who : 'unknown';
}

function viewersWords({
  display: { protocol, authentication },
  certain,
}: DisplayedMonitor): string {
  const name = PROTOCOL_NAMES[protocol];
  if (!certain) return l10n.t('Viewers of the {0} display may be able to open it', name);
  return {
    none: () => l10n.t('Viewers of the {0} display can open it without authentication', name),
    unknown: () =>
      l10n.t('Viewers of the {0} display can open it; how they authenticate is unknown', name),
    password: () =>
      l10n.t('Viewers of the {0} display can open it, if they have its password', name),
    sasl: () => l10n.t('Viewers of the {0} display can open it, if they have a login', name),
    tls: () => l10n.t('Viewers of the {0} display can open it, if they have a certificate', name),
  }[authentication]();
}
