/**
 * From changes in QEMU's terms to edits of the document: finds the place that holds the text, decides
 * where sockets lie and what they are called, and has the host language spell it.
 */
import type { Change, ValuePart } from '../qemu/change/change.ts';
import { doubleCommas } from '../qemu/options/keyval.ts';
import { NEWEST_VERSION } from '../qemu/options/version.ts';
import type { Fix } from '../rules/rule.ts';
import { plain, type Template, type TemplatePart } from '../syntax/speller.ts';
import { type Edit, editsOverlap } from '../text/edit.ts';
import { type MappedText, spanOf } from '../text/mapped-text.ts';
import { partsAt, type Site, siteOf } from '../text/site.ts';
import { addWords } from './added-words.ts';
import type { Analysis, ShownFinding } from './analyze.ts';
import { languageInside, valueContextBeside } from './embedded-language.ts';
import { HOSTS, type Host } from './languages.ts';
import type { Settings } from './settings.ts';
import { type SocketNames, safeName, socketNames, socketStem } from './socket-names.ts';
import { splitWord } from './split-word.ts';
import { tellingHosts } from './telling-hosts.ts';

/** A fix whose edits are ready. */
export interface RenderedFix extends Pick<Fix, 'title' | 'safety' | 'risk' | 'preferred'> {
  /** The fix in QEMU's terms; the words and the safety above are those to show. */
  readonly of: Fix;
  readonly edits: readonly Edit[];
}

/** UNIX socket paths hold 108 bytes with the NUL, `sockaddr_un` in unix(7). */
const MAX_PATH = 107;

/** Since 4.1 QEMU's own documentation writes `server=on`; every version takes the short form here. */
const LONG_BOOLEANS = 401;

/** Everything that changes need to be spelled, in the document and in what it brings in. */
interface RenderContext {
  readonly analysis: Analysis;
  /** The text of all files. */
  readonly text: string;
  readonly settings: Settings;
  readonly names: SocketNames;
  /** Whether a host differs between machines of one command. */
  readonly tellsApart: (host: MappedText) => boolean;
}

/** The file that an edit changes: its language decides how things are spelled there. */
interface Target {
  readonly path: string;
  readonly host: Host;
  readonly spell: NonNullable<Host['spell']>;
}

/**
 * The fixes of every finding, in its order, with edits in the text of all files. A fix that the language
 * of the file cannot express at its place is left out. Socket names are given out in the order of the
 * document, so that no two fixes share one.
 */
export function renderFixes(
  analysis: Analysis,
  settings: Settings,
): ReadonlyMap<ShownFinding, readonly RenderedFix[]> {
  const rendered = new Map<ShownFinding, readonly RenderedFix[]>();
  if (analysis.host?.spell === undefined) return rendered;
  const text = analysis.files.text();
  const context: RenderContext = {
    analysis,
    text,
    settings,
    names: socketNames(text),
    tellsApart: tellingHosts(analysis.machines),
  };
  for (const finding of analysis.findings) {
    const fixes = finding.fixes.flatMap((fix) => renderFix(context, finding, fix) ?? []);
    rendered.set(finding, fixes);
  }
  return rendered;
}

function renderFix(
  context: RenderContext,
  finding: ShownFinding,
  fix: Fix,
): RenderedFix | undefined {
  const edits: Edit[] = [];
  for (const change of fix.changes) {
    const added = renderChange(context, finding, change);
    if (added === undefined) return undefined;
    edits.push(...added);
  }
  const { title, safety, risk, preferred } = fix;
  return editsOverlap(edits) ? undefined : { of: fix, title, safety, risk, preferred, edits };
}

function renderChange(
  context: RenderContext,
  finding: ShownFinding,
  change: Change,
): readonly Edit[] | undefined {
  switch (change.kind) {
    case 'replace': {
      const site = siteOf(change.whole, change.start, change.end);
      return site && edit(context, finding, change.parts, site, site.from, site.to, site.at);
    }
    case 'set-value': {
      const { value, dropped } = change.entry;
      const site = siteOf(value);
      if (dropped) {
        const { at, context: from } = dropped;
        return edit(context, finding, change.parts, site, from, from, at);
      }
      const from = site?.from ?? valueContextBeside(siteOf(change.entry.key)?.from ?? '');
      return edit(context, finding, change.parts, site, from, site?.to ?? from, spanOf(value));
    }
    case 'remove-entry':
      return [{ at: change.entry.at, text: '' }];
    case 'add-entry': {
      const { after, key, value } = change;
      const { text } = context;
      const indent = text.slice(after.at.start, spanOf(after.key).start);
      const line = text.slice(after.at.start, after.at.end);
      const ending = /\r?\n$/.exec(line)?.[0];
      const place = { start: after.at.end, end: after.at.end };
      const spelled = targetAt(context, after.at)?.spell(plain(value), 'quoted', 'quoted');
      if (spelled === undefined) return undefined;
      const added = `${indent}${key} = "${spelled}"`;
      return [{ at: place, text: ending ? added + ending : `\n${added}` }];
    }
    case 'split-word': {
      const { word, start, end } = change;
      const target = targetAt(context, word.at);
      const split = target && splitWord(context.text, target.host.id, word, start, end);
      return split && [split];
    }
    case 'add-words': {
      const { after, words } = change;
      const target = targetAt(context, after.at);
      const added = target && addWords(context.text, target.host.id, target.spell, after, words);
      return added && [added];
    }
  }
}

/** The file at a place; undefined between files, and where editing it would change nothing. */
function targetAt({ analysis }: RenderContext, at: Edit['at']): Target | undefined {
  const path = analysis.files.locate(at)?.path;
  if (path === undefined) return undefined;
  const as = analysis.used.get(path);
  const included = as === 'config' ? HOSTS.readconfig : as === 'script' ? HOSTS.shell : undefined;
  const host = included ?? analysis.host;
  return host?.spell && { path, host, spell: host.spell };
}

/** The same file where text stands in a language inside it. */
function targetInside(target: Target, from: string): Target {
  const inside = target.host.id === 'shell' ? languageInside(from) : undefined;
  if (inside === undefined) return target;
  // A config file may have what the shell around it expands, but libvirt's machines have their own place.
  const host = inside.expands && inside.id === 'readconfig' ? target.host : HOSTS[inside.id];
  return { path: target.path, host, spell: inside.spell };
}

function edit(
  context: RenderContext,
  finding: ShownFinding,
  parts: readonly ValuePart[],
  site: Site | undefined,
  from: string,
  to: string,
  at: Edit['at'],
): readonly Edit[] | undefined {
  const outer = targetAt(context, at);
  const target = outer && targetInside(outer, from);
  if (target === undefined) return undefined;
  const template: TemplatePart[] = [];
  for (const part of parts) {
    const added = partTemplate(context, target, finding, part, site);
    if (added === undefined) return undefined;
    template.push(...added);
  }
  const spelled = target.spell(template, from, to);
  return spelled === undefined ? undefined : [{ at, text: spelled }];
}

function partTemplate(
  context: RenderContext,
  target: Target,
  finding: ShownFinding,
  part: ValuePart,
  site: Site | undefined,
): Template | undefined {
  switch (part.kind) {
    case 'text':
      return plain(part.text);
    case 'server-flags': {
      const old = (context.settings.qemuVersion ?? NEWEST_VERSION) < LONG_BOOLEANS;
      const short = old || /,\s*nowait\b/.test(context.text);
      return plain(short ? 'server,nowait' : 'server=on,wait=off');
    }
    case 'socket-directory':
      return withoutSlash(directory(target, context.settings));
    case 'socket-path':
      return socketPath(context, target, finding, part, site);
  }
}

/** The path of a new socket: directory, name, what is not literal in the port, and the kind of monitor. */
function socketPath(
  context: RenderContext,
  target: Target,
  finding: ShownFinding,
  part: Extract<ValuePart, { kind: 'socket-path' }>,
  site: Site | undefined,
): Template | undefined {
  const stem = socketStem(finding.machine.name, target.path);
  const carried = site ? carriedParts(context, part, site) : [];
  const literal = carried.map((item) => (item.kind === 'text' ? item.text : item.source)).join('');
  const ending = context.names.claim(stem + literal, part.mode);
  const path = [
    ...directory(target, context.settings),
    ...plain(stem),
    ...carried,
    ...plain(ending),
  ];
  const length = path.reduce(
    (sum, item) => sum + (item.kind === 'text' ? utf8Length(item.text) : 0),
    0,
  );
  if (length > MAX_PATH) return undefined;
  if (!part.inList) return path;
  const doubled = (text: string) =>
    part.inNestedList ? doubleCommas(doubleCommas(text)) : doubleCommas(text);
  return path.map((item) =>
    item.kind === 'text' ? { kind: 'text', text: doubled(item.text) } : item,
  );
}

/** `/run` for `/run/`, and `.` where a socket's name alone would do. */
function withoutSlash(path: Template): Template {
  const last = path.at(-1);
  if (last?.kind !== 'text') return path.length === 0 ? plain('.') : path;
  const text = last.text.replace(/\/$/, '');
  const others = path.slice(0, -1);
  if (text === '' && others.length === 0) return plain(last.text === '/' ? '/.' : '.');
  return [...others, ...plain(text)];
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What told machines apart must go on doing so: the port, or where that is literal the host. */
function carriedParts(
  { tellsApart }: RenderContext,
  { port, host }: Extract<ValuePart, { kind: 'socket-path' }>,
  site: Site,
): Template {
  const ofPort = port ? carriedText(port, site) : [];
  return ofPort.length === 0 && host && tellsApart(host) ? carriedText(host, site) : ofPort;
}

/** `-$PORT` for a text that is not literal at the site; nothing for one that is. */
function carriedText(text: MappedText, site: Site): Template {
  const parts = partsAt(text, site);
  if (parts.every((part) => part.kind === 'text')) return [];
  const carried: TemplatePart[] = [{ kind: 'text', text: '-' }];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      carried.push({ kind: 'text', text: safeName(part.text) });
      continue;
    }
    const next = parts[index + 1];
    const glued = next?.kind === 'text' && /^\w/.test(next.text);
    const { source, context } = part.use;
    const braced = glued ? source.replace(/^\$(\w+)$/, '${$1}') : source;
    carried.push({ kind: 'source', source: braced, context });
  }
  return carried;
}

/** The directory of sockets: the user's setting where the host language can express it. */
function directory({ host }: Target, { socketDirectory: chosen }: Settings): Template {
  if (chosen === undefined || (!host.expands && chosen.includes('$'))) return host.socketDirectory;
  const withSlash = chosen.endsWith('/') ? chosen : `${chosen}/`;
  if (!host.expands) return plain(withSlash);
  return withSlash
    .split(/(\$\{[^}]*\}|\$\w+)/)
    .filter((item) => item !== '')
    .map((item): TemplatePart => {
      return item.startsWith('$') ? { kind: 'source', source: item } : { kind: 'text', text: item };
    });
}
