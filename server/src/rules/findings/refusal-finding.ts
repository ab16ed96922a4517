/** Findings about refused text. */
import * as l10n from '@vscode/l10n';
import { replace, text } from '../../qemu/change/change.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Place } from '../../qemu/options/place.ts';
import type { Refusal } from '../../qemu/options/refusal.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Finding, Fix, Related } from '../rule.ts';
import { waysTo } from './common-finding.ts';

/** Appends `; did you mean 'server'?`. */
export function withMeant(message: string, instead: string | undefined): string {
  return instead === undefined ? message : l10n.t("{0}; did you mean '{1}'?", message, instead);
}

/** A finding with QEMU's message and the correction. */
export function refusalFinding(
  refusal: Refusal,
  machine: Machine,
  fixes: () => readonly Fix[],
): Finding {
  const { place, message, repair } = refusal;
  return {
    at: place.at,
    message: withMeant(l10n.t('QEMU does not start: {0}', message), repair?.instead),
    related: usesOf(place, machine),
    certainty: 'certain',
    fixes,
  };
}

/** QEMU did not start before, so no client is affected. */
export function respellingFix({ repair }: Pick<Refusal, 'repair'>): readonly Fix[] {
  return repair ? [respelling(repair.text, repair.instead)] : [];
}

/** Replaces a text by `instead`. */
export function respelling(whole: MappedText, instead: string): Fix {
  return {
    id: 'correct-word',
    variant: instead,
    title: l10n.t('Change {0} to {1}', whole.decoded, instead),
    safety: 'safe',
    risk: l10n.t('QEMU did not start before; check that this is the name you meant'),
    preferred: true,
    changes: [replace(whole, [text(instead)])],
  };
}

/** The uses of a text, and the command. */
export function usesOf(place: Place, machine: Machine): readonly Related[] {
  return waysTo(place, [], machine, l10n.t('The text is used here'));
}
