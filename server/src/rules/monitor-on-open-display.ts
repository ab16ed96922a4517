/** A monitor on a console that viewers of a VNC or SPICE display can open. */
import * as l10n from '@vscode/l10n';
import { text } from '../qemu/change/change.ts';
import { type Display, type DisplayedMonitor, displayedMonitors } from '../qemu/display/display.ts';
import { type Listener, widest } from '../qemu/display/listener.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Place } from '../qemu/options/place.ts';
import { monitorReach } from '../qemu/reach/reach.ts';
import { written } from '../text/mapped-text.ts';
import { reviewFix, waysTo } from './common-finding.ts';
import { callingWords, listeningWords } from './display-finding.ts';
import { monitorName } from './monitor-finding.ts';
import { listenerWords } from './neighbour-finding.ts';
import type { Finding, Fix, Rule, Severity } from './rule.ts';

export const monitorOnOpenDisplay: Rule = {
  id: 'monitor-on-open-display',
  severity: 'error',
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

/** How bad it is that viewers can open a monitor; undefined where they are whom it is for. */
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
    message: message(shown, listener),
    related: waysTo(place, related, machine),
    certainty: certain && display.authentication !== 'unknown' ? 'certain' : 'possible',
    severity,
    fixes: () => fixOf(shown),
  };
}

/** Where a monitor that somebody asked for says what it talks through. */
function monitorPlace(machine: Machine, { chardev }: DisplayedMonitor): Place | undefined {
  const [reach] = monitorReach(machine, { chardev });
  return reach && 'at' in reach ? reach : undefined;
}

function message({ display, monitor }: DisplayedMonitor, listener: Listener): string {
  const what = display.connectsOut
    ? callingWords(display, written(listener.host))
    : listeningWords(display, listenerWords(listener));
  if (display.protocol === 'spice') {
    return l10n.t(
      '{0}, and its viewers can open the {1} on a SPICE port; use a UNIX socket',
      what,
      monitorName(monitor),
    );
  }
  return monitor.made === 'default'
    ? l10n.t("{0} and shows QEMU's default HMP monitor (Ctrl-Alt-2); add -monitor none", what)
    : l10n.t('{0} and shows the {1} (Ctrl-Alt-2); use a UNIX socket', what, monitorName(monitor));
}

/** `-monitor none` in the place of the default, or of `-monitor vc`. */
function fixOf({ display, monitor, chardev }: DisplayedMonitor): readonly Fix[] {
  const words = {
    id: 'add-monitor-none' as const,
    title: l10n.t('Start no monitor there'),
    risk: l10n.t('Viewers cannot give commands in the display any more'),
  };
  if (monitor.made === 'default') {
    const after = display.lastWord;
    const none = ['-monitor', 'none'];
    return reviewFix(words, after && [{ kind: 'add-words', after, words: none }]);
  }
  const { origin } = chardev;
  if (origin.kind !== 'legacy' || origin.option.name !== 'monitor' || chardev.mux) return [];
  const { device } = origin;
  const end = device.text.length;
  return reviewFix(words, [
    { kind: 'replace', whole: device, start: 0, end, parts: [text('none')] },
  ]);
}
