/** What an id names, and where. */
import * as l10n from '@vscode/l10n';
import { findChardev, type Machine } from '../../qemu/machine/machine.ts';
import { idKey } from '../../qemu/options/fact.ts';
import { originPlace } from '../../qemu/reach/reach.ts';
import { machineTokens, type Token } from '../../qemu/token/token.ts';
import { spanOf, written } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { code, fill, type Line, paragraph, strong } from './prose.ts';
import { linked } from './reach-message.ts';

/** The lines about an id, where it is given and where it is used. */
export function idLines(
  analysis: Analysis,
  machine: Machine,
  token: Extract<Token, { kind: 'id' }>,
): readonly Line[] {
  const { role, target } = token;
  const name = code(written(token.text));
  const kind = strong(target);
  if (role === 'definition') {
    return [
      paragraph(...fill((what, id) => l10n.t('{0} {1} is defined here', what, id), kind, name)),
    ];
  }
  const at = definitionOf(machine, token);
  if (at) {
    const place = linked(analysis, l10n.t('defined here'), at);
    return [
      paragraph(
        ...fill(
          (what, id, where) => l10n.t('Refers to {0} {1}, {2}', what, id, where),
          ...[kind, name, place],
        ),
      ),
    ];
  }
  return [
    paragraph(
      ...fill(
        (what, id) => l10n.t('Refers to {0} {1}, which is not in sight', what, id),
        ...[kind, name],
      ),
    ),
  ];
}

function definitionOf(
  machine: Machine,
  { text, target }: Extract<Token, { kind: 'id' }>,
): Span | undefined {
  const id = idKey(text);
  for (const token of machineTokens(machine)) {
    if (token.kind !== 'id' || token.role !== 'definition' || token.target !== target) continue;
    if (idKey(token.text) === id) return spanOf(token.text);
  }
  // Those of device strings have ids that nobody writes.
  const chardev = target === 'chardev' ? findChardev(machine.chardevs, text) : undefined;
  return chardev && originPlace(chardev).at;
}
