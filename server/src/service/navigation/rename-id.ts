/** Renames an id everywhere, or says why that would change the machine. Why: docs/decisions/navigation.md */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../../qemu/machine/machine.ts';
import { plain, spell } from '../../syntax/spell.ts';
import { anchorOf, type EditAnchor } from '../../text/edit-anchor.ts';
import type { FilePlace, PlacedFile } from '../../text/file-set.ts';
import { addToSet } from '../../text/lookup.ts';
import { isKnown, type MappedText, type Piece } from '../../text/mapped-text.ts';
import { contains, firstFrom, type Span, sameSpan, spanKey } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import type { FileEdit } from '../analysis/file-findings.ts';
import { targetAt } from '../fixes/edit-target.ts';
import { type IdMention, type IdSymbol, symbolsAt } from './id-symbols.ts';
import { placesOfPiece, tokensOf } from './placed-tokens.ts';
import { madeUpFor, originOf } from './targets.ts';

/** A refusal as a sentence. */
export interface Refused {
  readonly kind: 'refused';
  readonly why: string;
}

interface Renamable {
  readonly kind: 'renamable';
  readonly at: Span;
  readonly name: string;
}

const ANY_NAME = 'x';

/** The id at an offset, if any. */
export function renamableAt(
  path: string,
  offset: number,
  analyses: readonly Analysis[],
): Renamable | Refused | undefined {
  const symbols = symbolsAt(path, offset, analyses);
  const at = originOf(path, offset, symbols);
  const name = symbols[0]?.mentions[0]?.text.decoded;
  if (at === undefined || name === undefined) return undefined;
  const found = rename(symbols, name, ANY_NAME, analyses);
  return 'kind' in found ? found : { kind: 'renamable', at, name };
}

/** The edits in all files; undefined without an id. */
export function renameAt(
  path: string,
  offset: number,
  name: string,
  analyses: readonly Analysis[],
): readonly FileEdit[] | Refused | undefined {
  const symbols = symbolsAt(path, offset, analyses);
  const [first] = symbols;
  if (first === undefined) return undefined;
  const old = first.mentions[0]?.text.decoded ?? first.key;
  const found = rename(symbols, old, ANY_NAME, analyses);
  if ('kind' in found) return found;
  if (name === first.key) return [];
  const refusal =
    wrongName(symbols, name) ?? takenName(symbols, name, analyses) ?? madeUpName(symbols, name);
  return refusal ?? rename(symbols, old, name, analyses);
}

function refused(why: string): Refused {
  return { kind: 'refused', why };
}

function rename(
  symbols: readonly IdSymbol[],
  old: string,
  name: string,
  analyses: readonly Analysis[],
): readonly FileEdit[] | Refused {
  const cannot = unknown(symbols) ?? undefinedIn(symbols, old);
  if (cannot) return cannot;
  if (symbols.some(({ key }) => key !== symbols[0]?.key)) {
    return refused(
      l10n.t('The id {0} shares its text with other ids, so it cannot be renamed alone', old),
    );
  }
  const edits = new Map<string, FileEdit>();
  for (const { analysis, mentions } of symbols) {
    for (const mention of mentions) {
      const edit = editOf(analysis, mention, name);
      if (edit === undefined) {
        return refused(
          l10n.t('The id {0} cannot be changed at one of the places where it is written', old),
        );
      }
      edits.set(`${spanKey(edit.at)} ${edit.path}`, edit);
    }
  }
  const changed = [...edits.values()];
  return otherwise(symbols, old, changed, analyses) ?? givenToOthers(symbols) ?? changed;
}

function givenToOthers(symbols: readonly IdSymbol[]): Refused | undefined {
  const variable = usedOtherwise(symbols);
  if (variable === undefined) return undefined;
  return refused(
    l10n.t(
      'The variable {0} gives the id, and other commands use it as well, which would get the new text',
      variable,
    ),
  );
}

function unknown(symbols: readonly IdSymbol[]): Refused | undefined {
  const texts = symbols.flatMap(({ mentions }) => mentions.map(({ text }) => text));
  const open = texts.find((text) => !isKnown(text));
  if (open === undefined) return undefined;
  return refused(
    open.pieces.some(({ kind }) => kind === 'known')
      ? l10n.t('A part of this id comes from outside of the files, so it cannot be renamed')
      : l10n.t('This id comes from outside of the files, so it cannot be renamed'),
  );
}

function undefinedIn(symbols: readonly IdSymbol[], old: string): Refused | undefined {
  if (symbols.some((symbol) => madeUpFor(symbol).length > 0)) {
    return refused(l10n.t('The id {0} is made up by QEMU, so it cannot be renamed', old));
  }
  const isDefined = ({ mentions }: IdSymbol) => mentions.some(({ role }) => role === 'definition');
  const isWhole = ({ machines }: IdSymbol) => machines.some(({ complete }) => complete);
  const lacks = symbols.some((symbol) => isWhole(symbol) && !isDefined(symbol));
  if (!lacks && symbols.some(isDefined)) return undefined;
  return refused(
    l10n.t('Nothing here defines the id {0}, so its references alone are not renamed', old),
  );
}

function editOf(analysis: Analysis, mention: IdMention, name: string): FileEdit | undefined {
  const { text, anchor } = mention;
  if (anchor === undefined) return undefined;
  const part = literalPart(text, anchor, name);
  return (part && editAt(analysis, part.anchor, part.name)) ?? editAt(analysis, anchor, name);
}

/** The text beside expansions, such as `-hmp` of `${VM}-hmp`; undefined if an expansion would change. */
function literalPart(
  text: MappedText,
  { level }: EditAnchor,
  name: string,
): { readonly anchor: EditAnchor; readonly name: string } | undefined {
  const { pieces, starts } = text;
  const uses = pieces.map(({ through }) => through[level.depth]);
  const first = uses.indexOf(undefined);
  const last = uses.lastIndexOf(undefined);
  if (first === -1 || last - first === pieces.length - 1) return undefined;
  const [start = 0, end = text.decoded.length] = [starts[first], starts[last + 1]];
  const [before, behind] = [text.decoded.slice(0, start), text.decoded.slice(end)];
  const rest = name.slice(start, name.length - behind.length);
  if (rest === '' || before + rest + behind !== name) return undefined;
  // `$VM_qmp` would be another variable.
  if (/\$\w+$/.test(uses[first - 1]?.source ?? '') && /^\w/.test(rest)) return undefined;
  const anchor = anchorOf(text, start, end);
  return anchor && { anchor, name: rest };
}

function editAt(analysis: Analysis, anchor: EditAnchor, name: string): FileEdit | undefined {
  const place = analysis.files.locate(anchor.at);
  if (place === undefined || !targetAt({ analysis }, anchor.at)) return undefined;
  const text = spell(plain(name), anchor.from, anchor.to);
  if (text !== undefined) return { ...place, text };
  // What is printed or written to a file may have other readers, which need a literal id.
  return isPlainAt(analysis, place, name) ? { ...place, text: name } : undefined;
}

function isPlainAt({ files }: Analysis, { path, at }: FilePlace, name: string): boolean {
  const text = files.files.find((file) => file.path === path)?.text.slice(at.start, at.end) ?? '';
  return WELL_FORMED.test(text) && WELL_FORMED.test(name) && name.length <= NAME_LENGTH;
}

/** Refuses a change of text with another meaning: of another machine, a path, a sent command. */
function otherwise(
  symbols: readonly IdSymbol[],
  old: string,
  edits: readonly FileEdit[],
  analyses: readonly Analysis[],
): Refused | undefined {
  const own = new Set(symbols.flatMap(({ mentions }) => mentions.map(({ token }) => token)));
  for (const analysis of analyses) {
    const changed = edits.flatMap(({ path, at }) => analysis.files.place({ path, at }) ?? []);
    if (changed.length === 0) continue;
    const reaches = overlapping(changed);
    // Each word of `$(echo chardev m)` is separate.
    const isReplaced = (use: Span): boolean =>
      reaches(use) &&
      changed.some((at) => overlapping([at])(use) && (!contains(use, at) || sameSpan(at, use)));
    const isTouched = (piece: Piece): boolean => {
      if (reaches(piece.at)) return true;
      for (const at of placesOfPiece(piece)) if (isReplaced(at)) return true;
      return false;
    };
    for (const { token } of tokensOf(analysis)) {
      if (own.has(token) || !token.text.pieces.some(isTouched)) continue;
      return refused(
        l10n.t(
          'The text of the id {0} is a part of something else as well, which would change',
          old,
        ),
      );
    }
    if (analysis.sent.some(({ text }) => isNamedIn(text.decoded, old))) {
      return refused(
        l10n.t('Commands to a running QEMU name {0} as well, and these are not renamed', old),
      );
    }
    const unseen = unseenReference(symbols, analysis, old);
    if (unseen) return unseen;
  }
  return undefined;
}

function overlapping(spans: readonly Span[]): (at: Span) => boolean {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  return ({ start, end }) => {
    const first = sorted[firstFrom(sorted, start + 1, (span) => span.end)];
    return first !== undefined && first.start < end;
  };
}

function isNamedIn(text: string, id: string): boolean {
  return text.split(/[^\w.-]+/).includes(id);
}

const KNOWN_REFERENCES: ReadonlySet<string> = new Set(['chardev', 'mon']);

function unseenReference(
  symbols: readonly IdSymbol[],
  analysis: Analysis,
  old: string,
): Refused | undefined {
  const others = symbols.filter(({ target }) => !KNOWN_REFERENCES.has(target));
  const machines = new Set(others.flatMap((symbol) => symbol.machines));
  for (const { token, machine } of machines.size === 0 ? [] : tokensOf(analysis)) {
    const { kind, text } = token;
    if (!machines.has(machine) || (kind !== 'value' && kind !== 'argument')) continue;
    // A bus is named after its device: `scsi0.0`.
    if (!isNamedIn(text.decoded, old) && !text.decoded.startsWith(`${old}.`)) continue;
    return refused(
      l10n.t(
        'The id {0} is also used where it may or may not mean the same, so it is not renamed',
        old,
      ),
    );
  }
  return undefined;
}

/** A valid id (`id_wellformed` in util/id.c). */
const WELL_FORMED = /^[A-Za-z][\w.-]*$/;
/** Characters of an id in `-set` and config files. */
const NAME_LENGTH = 63;

function wrongName(symbols: readonly IdSymbol[], name: string): Refused | undefined {
  if (!WELL_FORMED.test(name)) {
    return refused(
      l10n.t('An id begins with a letter and has letters, digits, and the characters - . _ only'),
    );
  }
  const isSet = symbols.some(({ mentions }) =>
    mentions.some(({ token }) => token.kind === 'id' && token.isSet),
  );
  if (isSet && (name.includes('.') || name.length > NAME_LENGTH)) {
    return refused(
      l10n.t('The option -set cannot name an id with a dot or of more than 63 characters'),
    );
  }
  return undefined;
}

/** Ids of default devices, `-serial`, `-parallel`, `-monitor` (`serial_parse` and the like in system/vl.c). */
const MADE_UP: ReadonlyMap<string, RegExp> = new Map([
  ['chardev', /^(?:serial|parallel|compat_monitor)\d+$/],
  ['mon', /^compat_monitor\d+$/],
]);

function madeUpName(symbols: readonly IdSymbol[], name: string): Refused | undefined {
  const isMadeUp = symbols.some(({ target }) => MADE_UP.get(target)?.test(name));
  return isMadeUp
    ? refused(l10n.t('QEMU gives the id {0} to devices of its own', name))
    : undefined;
}

function takenName(
  symbols: readonly IdSymbol[],
  name: string,
  analyses: readonly Analysis[],
): Refused | undefined {
  const holders = new Map<string, Set<Machine>>();
  for (const { token, machine } of analyses.flatMap(tokensOf)) {
    if (token.kind !== 'id' || token.text.decoded !== name) continue;
    addToSet(holders, token.target, machine);
  }
  const isTaken = symbols.some(({ machines, target }) =>
    machines.some((machine) => {
      if (holders.get(target)?.has(machine)) return true;
      // A device string's monitor has its chardev's id.
      const chardev = KNOWN_REFERENCES.has(target) ? machine.chardevs.get(name) : undefined;
      return chardev !== undefined && chardev.id === undefined;
    }),
  );
  return isTaken ? refused(l10n.t('The id {0} is taken already', name)) : undefined;
}

/** An expansion, but for the default that `: "${ID:=m}"` sets. */
const EXPANSION = /(?<!^\s*: "?)\$\{?[!#]?([A-Za-z_]\w*)/gm;

/** A variable that is expanded elsewhere, too, even in a comment. `$1` differs by function. */
function usedOtherwise(symbols: readonly IdSymbol[]): string | undefined {
  const names = new Set<string>();
  const own = new Set<string>();
  const analyses = new Set(symbols.map(({ analysis }) => analysis));
  for (const { analysis, mentions } of symbols) {
    for (const { text, uses } of mentions) {
      const exact = new Set(uses.map(spanKey));
      for (const piece of text.pieces) {
        for (const at of placesOfPiece(piece)) own.add(placeKey(analysis, at) ?? '');
        for (const { at, source } of piece.through) {
          const name = exact.has(spanKey(at)) && /^\$\{?([A-Za-z_]\w*)/.exec(source)?.[1];
          if (name) names.add(name);
        }
      }
    }
  }
  if (names.size === 0) return undefined;
  for (const analysis of analyses) {
    for (const { token } of tokensOf(analysis)) {
      for (const piece of token.text.pieces) {
        if (piece.kind !== 'known') continue;
        for (const { at } of piece.through) own.add(placeKey(analysis, at) ?? '');
      }
    }
    for (const { path, text } of scriptsOf(analysis, names)) {
      for (const { 1: name = '', index } of text.matchAll(EXPANSION)) {
        if (names.has(name) && !own.has(`${index} ${path}`)) return name;
      }
    }
  }
  return undefined;
}

/** The key of a place's start, equal across analyses. */
function placeKey({ files }: Analysis, at: Span): string | undefined {
  const place = files.locate(at);
  return place && `${place.at.start} ${place.path}`;
}

function scriptsOf(
  { files, used, source, host }: Analysis,
  names: ReadonlySet<string>,
): readonly PlacedFile[] {
  return files.files.filter(({ path, text }) => {
    const isScript =
      path === source.path ? host?.hasShellWords === true : used.get(path) === 'script';
    return isScript && [...names].some((name) => text.includes(name));
  });
}
