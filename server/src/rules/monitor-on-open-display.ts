/** A monitor on a console that viewers of a VNC or SPICE display can open. */
import * as l10n from '@vscode/l10n';
import { replace, text } from '../qemu/change/change.ts';
import {
  type Display,
  type DisplayedMonitor,
  displayedMonitors,
  PROTOCOL_NAMES,
} from '../qemu/display/display.ts';
import { type Listener, widest } from '../qemu/display/listener.ts';
import type { Machine, Monitor } from '../qemu/machine/machine.ts';
import type { Place } from '../qemu/options/place.ts';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { monitorReach } from '../qemu/reach/reach.ts';
import { reviewFix, waysTo } from './findings/common-finding.ts';
import { monitorName } from './findings/subject.ts';
import { networkMessage } from './findings/who-can.ts';
import type { Finding, Fix, Rule, Severity } from './rule.ts';

export const monitorOnOpenDisplay: Rule = {
  id: 'monitor-on-open-display',
  severity: 'error',
  rating: 9.1,
  milder: {
    severities: ['warning', 'information'],
    when:
      'By default an error where other machines can connect, a warning on this machine, and ' +
      'information where the display asks for a password.',
  },
  summary:
    'A monitor, often the one that QEMU makes by default, can be opened by viewers of a display.',
  *check(machine) {
    for (const shown of displayedMonitors(machine)) {
      const listener = widest(shown.display.listeners);
      const severity = listener && severityOf(shown.display, listener);
      if (severity) yield finding(machine, shown, listener, severity);
    }
  },
};

/** The severity for a display; undefined if its viewers are authorized. */
function severityOf(display: Display, { who }: Listener): Severity | undefined {
  const { authentication, protocol, connectsOut } = display;
  if (who === 'user' || authentication === 'tls') return undefined;
  if (authentication === 'sasl') return protocol === 'spice' ? 'information' : undefined;
  if (authentication === 'password') return 'information';
  return who === 'network' && !connectsOut ? 'error' : 'warning';
}

function finding(
  machine: Machine,
  shown: DisplayedMonitor,
  listener: Listener,
  severity: Severity,
): Finding {
  const { display, monitor, certain } = shown;
  const byDefault = monitor.made === 'default';
  const place = (byDefault ? undefined : monitorPlace(machine, shown)) ?? listener;
  const related = [
    { at: listener.at, message: l10n.t('The display is here') },
    byDefault ? undefined : { at: monitor.at, message: l10n.t('The monitor is made here') },
  ];
  return {
    at: place.at,
    message: messageOf(machine, shown, listener),
    related: waysTo(place, related, machine),
    certainty: certain && display.authentication !== 'unknown' ? 'certain' : 'possible',
    severity,
    fixes: () => fixOf(shown),
  };
}

function monitorPlace(machine: Machine, { chardev }: DisplayedMonitor): Place | undefined {
  const [reach] = monitorReach(machine, { chardev });
  return reach && 'at' in reach ? reach : undefined;
}

function messageOf(
  machine: Machine,
  { display, monitor }: DisplayedMonitor,
  { who, address }: Listener,
): string {
  const protocol = PROTOCOL_NAMES[display.protocol];
  const shown = shownWords(display, monitor);
  if (display.connectsOut) return l10n.t('{0}: any host that answers can control QEMU', shown);
  if (display.authentication === 'password') {
    return l10n.t('{0}: anyone with the {1} password can control QEMU', shown, protocol);
  }
  if (display.authentication === 'sasl') {
    return l10n.t('{0}: anyone with a {1} login can control QEMU', shown, protocol);
  }
  if (who === 'directory') {
    return hostSentence(machine, '{0}: any local user can impersonate the display', shown);
  }
  if (who === 'host') return hostSentence(machine, '{0}: any local user can control QEMU', shown);
  return networkMessage(machine, shown, { address });
}

/** `VNC shows the HMP monitor (Ctrl-Alt-2)`. */
function shownWords({ protocol }: Display, monitor: Monitor): string {
  if (protocol === 'spice') return l10n.t('A SPICE port opens the {0}', monitorName(monitor));
  return monitor.made === 'default'
    ? l10n.t('VNC shows the default HMP monitor (Ctrl-Alt-2)')
    : l10n.t('VNC shows the {0} (Ctrl-Alt-2)', monitorName(monitor));
}

/** `-monitor none` in place of the default or `-monitor vc`. */
function fixOf({ display, monitor, chardev }: DisplayedMonitor): readonly Fix[] {
  const words = {
    id: 'add-monitor-none' as const,
    risk: l10n.t('Viewers of the display can no longer use the monitor'),
  };
  if (monitor.made === 'default') {
    const after = display.lastWord;
    const none = ['-monitor', 'none'];
    const title = l10n.t('Add -monitor none');
    return reviewFix({ ...words, title }, after && [{ kind: 'add-words', after, words: none }]);
  }
  const { origin } = chardev;
  if (origin.kind !== 'legacy' || origin.option.name !== 'monitor' || chardev.mux) return [];
  const title = l10n.t('Change it to -monitor none');
  return reviewFix({ ...words, title }, [replace(origin.device, [text('none')])]);
}
