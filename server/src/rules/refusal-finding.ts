/** What the findings about lines that QEMU refuses have in common. */

import { text } from '../qemu/change/change.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Place } from '../qemu/options/place.ts';
import type { Refusal } from '../qemu/options/refusal.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { waysTo } from './common-finding.ts';
import type { Fix, Related } from './rule.ts';

/** `; did you mean 'server'?`, or nothing where no one thing was probably meant. */
export function meantWords(instead: string | undefined): string {
  return instead === undefined ? '' : `; did you mean '${instead}'?`;
}

/** Writes the word that was probably meant. QEMU took the other for nothing, so no client can notice. */
export function respellingFix({ repair }: Pick<Refusal, 'repair'>): readonly Fix[] {
  return repair ? [respelling(repair.text, repair.instead)] : [];
}

/** Writes `instead` in the place of a text. */
export function respelling(whole: MappedText, instead: string): Fix {
  return {
    title: `Change ${whole.text} to ${instead}`,
    kind: 'Repair misspelt words',
    safety: 'safe',
    risk: 'QEMU did not start before; now it takes the name that is most alike',
    preferred: true,
    changes: [{ kind: 'replace', whole, start: 0, end: whole.text.length, parts: [text(instead)] }],
  };
}

/** Where the text of a place is used, and the command that starts QEMU with it. */
export function usesOf(place: Place, machine: Machine): readonly Related[] {
  return waysTo(place, [], machine, 'The text is used here');
}
