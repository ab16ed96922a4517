/** systemd units that start QEMU, and their drop-ins: `vm.service`, `vm.service.d/monitor.conf`. */
import { mayConcernQemu } from '../../invocation/program.ts';
import { joinComments } from '../../syntax/comments.ts';
import { endOf, lineStart, openQuote, WORD_TAIL } from '../marked-text.ts';
import { mixedEdit } from '../mixed-edit.ts';
import type { LanguageSupport, Repair } from '../support.ts';
import { UNIT_EDIT, unitSeparators } from './edit.ts';
import { UNIT } from './encodings.ts';
import { lowerUnit } from './lower.ts';
import { readUnit } from './reader.ts';

const NAMES = /\.service(?:\.d\/[^/]+\.conf)?$/;

export const SYSTEMD: LanguageSupport = {
  id: 'systemd',
  detect: {
    // Ids of editors and extensions; without one the path decides.
    languageIds: ['systemd-unit-file', 'systemd-conf', 'systemd'],
    names: NAMES,
    paths: NAMES,
    patterns: ['**/*.service', '**/*.service.d/*.conf'],
    mayHaveFindings: mayConcernQemu,
  },
  lower: lowerUnit,
  comments: {
    read: (text, marker) => {
      const { settings, comments } = readUnit(text);
      return joinComments(text, marker, { comments, targets: settings });
    },
  },
  edit: mixedEdit(UNIT_EDIT, /^\s*[#;]/),
  complete: {
    repairs: unitRepairs,
    isInVariable: (text, offset) =>
      /[$%]\{?\w*$/.test(text.slice(Math.max(0, offset - 64), offset)),
    separators: unitSeparators,
  },
  // Of the unit's user, or `/run`.
  socketDirectory: [
    { kind: 'source', source: '%t', encodings: UNIT.command.bare },
    { kind: 'text', text: '/' },
  ],
};

function unitRepairs(text: string, offset: number): readonly Repair[] {
  const quote = openQuote(text.slice(lineStart(text, offset), offset));
  return quote === '' ? [] : [[{ at: endOf(WORD_TAIL, text, offset), text: quote }]];
}
