import type { Expression } from '../../syntax/python/tree.ts';
import { dialectOfFirstLine } from '../../syntax/shell/dialect.ts';
import type { Span } from '../../text/span.ts';
import { hand, handItems } from './handed.ts';
import { stoppedIn } from './join.ts';
import { havocGiven, havocItems, madeOf, spreadItems } from './lists.ts';
import { conditionalBranch, type Run } from './run.ts';
import { entriesOf, type Item, type Option, optionsOf, type Value } from './values.ts';

/** An argument with its value. */
export interface Given {
  readonly name: string | undefined;
  readonly stars: 0 | 1 | 2;
  readonly value: Value;
  readonly at: Span;
  readonly of: Pick<Expression, 'at'>;
}

/** An argument as a list item. */
export function itemOf({ value, of }: Given): Item {
  return { value, at: of.at, many: false };
}

/** A callee's last name: `run` of `self.helper.run`; `print` for `sys.stderr.write`. */
export function nameOf(callee: Expression): string {
  const isPrint =
    callee.kind === 'attribute' && /^__std|^std(?:out|err)$/.test(nameOf(callee.object));
  if (isPrint) return 'print';
  if (callee.kind === 'name' || callee.kind === 'attribute') return callee.name;
  return '';
}

const SILENT =
  /^(?:_*(?:assert\w*|print\w*|pprint|log\w*|debug|info|warn\w*|error|exception|critical|fatal|fail\w*|die|usage|trace|echo|write(?!$|lines$|_text$)\w*|puts|sub|match|search|fullmatch|findall|finditer|compile|startswith|endswith|find|index|count|len|isEqual|expect\w*|skip\w*|xfail|raises|getLogger|format_usage|print_help|warning|notice|message|msg|say|add_parser|ArgumentParser|OptionParser)|\w*(?:Error|Exception|Warning))$/i;

/** Python's own functions that leave their arguments as they are. */
const READING =
  /^(?:all|any|asdict|bool|chain|dumps?|enumerate|filter|frozenset|hash|id|isinstance|iter|max|min|next|product|reversed|set|sorted|sum|type|zip)$/;

const DESCRIBING = new Set(['help', 'description', 'epilog', 'usage', 'metavar', 'doc', 'message']);

/** Records an unknown function's arguments; what it returns. */
export function handArguments(name: string, given: readonly Given[], run: Run): Value {
  const made = madeOf(
    given.map(({ value }) => value),
    run,
  );
  noteScripts(name, given, run);
  if (SILENT.test(name)) return made;
  const positional: Item[] = [];
  for (const { name: by, stars, value, at, of } of given) {
    if (by !== undefined && DESCRIBING.has(by)) continue;
    if (by === undefined && stars === 0) positional.push({ value, at, many: false });
    else if (stars === 1) positional.push(...spreadItems(value, of.at, run));
    if (by !== undefined || ['list', 'dictionary', 'either'].includes(value.kind)) {
      hand(run, value, of.at);
    }
  }
  handItems(run, positional);
  for (const { value, at } of given) {
    if (!READING.test(name)) havocGiven(value, run);
    mayCall(value, at, run);
  }
  return made;
}

/** Records a dictionary of which any entry may be used. */
export function handEntries(of: Option, at: Span, run: Run): void {
  hand(run, of, at);
  const cell = 'id' in of ? run.state.cells.get(of.id) : undefined;
  for (const one of entriesOf(cell)?.values() ?? []) mayCall(one, at, run);
}

/** Runs a function, or changes the list of a method: `map(args.append, more)`. */
function mayCall(value: Value, at: Span, run: Run): void {
  for (const own of optionsOf(value)) {
    if (own.kind === 'library' && own.self) havocItems(own.self, at, run);
    if (own.kind !== 'function' || own.self) continue;
    run.state = stoppedIn(run, () => hand(run, run.callUnknown(own, run, at), at));
  }
}

/** Records whole shell scripts, and commands that are written to a file. */
function noteScripts(name: string, given: readonly Given[], run: Run): void {
  const isWritten = name.startsWith('write') || given.some(isFile);
  for (const { value, at } of given) if (isWritten) hand(run, value, at);
  for (const value of given.flatMap(({ value: own }) => optionsOf(own))) {
    if (value.kind !== 'text' || dialectOfFirstLine(value.text.decoded) === undefined) continue;
    run.started.push({ kind: 'shell', text: value.text, branch: conditionalBranch(run) });
  }
}

/** Whether `print` writes into it: `file=script`, not `file=sys.stderr`. */
function isFile({ name, value }: Given): boolean {
  return name === 'file' && !(value.kind === 'library' && /^sys\.std/.test(value.path));
}

/** A call of a library function. */
export interface LibraryCall {
  readonly callee: Extract<Value, { kind: 'library' }>;
  readonly expression: Extract<Expression, { kind: 'call' }>;
  readonly given: readonly Given[];
}
