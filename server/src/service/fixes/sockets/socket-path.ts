import type { ValuePart } from '../../../qemu/change/change.ts';
import { doubleCommas } from '../../../qemu/options/keyval.ts';
import { plain, type Template, templateText, withTexts } from '../../../syntax/spell.ts';
import { type EditAnchor, partsAt } from '../../../text/edit-anchor.ts';
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import type { ShownFinding } from '../../analysis/analyze.ts';
import { identityOf } from '../../analysis/client-match.ts';
import { isOfMachine } from '../clients/mentions.ts';
import type { PortPlace } from '../clients/project.ts';
import { blanksIn } from '../divided-words.ts';
import type { FixContext, WritingPlace } from '../fix-context.ts';
import { isInContainer } from './boundaries.ts';
import { commonStem, type MovedSocket, portInName, socketStem } from './socket-names.ts';
import { fitsSocket, socketDirectory } from './socket-words.ts';

/** The path of a new socket, with the port's expansions in its name. */
export function socketPath(
  context: FixContext,
  place: WritingPlace,
  finding: ShownFinding,
  part: Extract<ValuePart, { kind: 'socket-path' }>,
): Template | undefined {
  const { target, anchor } = place;
  const { port, host } = part;
  const isOneAddress = port && anchor && context.readers.isOneAddress(port, anchor);
  const ofPort = anchor && !isOneAddress ? carriedText(port, anchor) : [];
  // With a literal port, the host may differ between machines.
  const tells = anchor && ofPort.length === 0 && host && context.tellsApart(host);
  const carried = tells ? carriedText(host, anchor) : ofPort;
  const own = directoryOfItsOwn(context, place, finding);
  const folder = own ?? usualDirectory(context, place, finding);
  const carries = carried.length === 0 ? undefined : tells ? 'host' : 'port';
  const { shared, readers } = context;
  const { name: ofMachine } = finding.machine;
  const isPlain = carries === undefined && ofMachine === undefined;
  const ofProject = isPlain ? nameInProject(context, port) : undefined;
  const stem = ofProject ?? socketStem(ofMachine, target.path);
  const named = tells ? host : port;
  if (carries && part.inList && named && anchor && readers.dividesPaths(named, anchor)) {
    return undefined;
  }
  if (shared && (carries || JSON.stringify(shared.directory) !== JSON.stringify(folder))) {
    return undefined;
  }
  const claimed = (): MovedSocket => {
    const ending = context.names.claim(stem + templateText(carried), part.mode);
    const address = ofProject && port?.decoded;
    return { directory: folder, isOwn: own !== undefined, stem, carries, ending, address };
  };
  const name = templateText(carried).replaceAll(/\$\{(\w+)\}/g, '$$$1');
  const socket = shared ?? socketAt(context, finding, { ...part, name, folder }, claimed);
  const path = [...folder, ...plain(socket.stem), ...carried, ...plain(socket.ending)];
  context.socket = socket;
  noteBlanks(context, folder);
  if (!fitsSocket(path)) return undefined;
  if (!part.inList) return path;
  const doubled = withTexts(path, doubleCommas);
  return part.inNestedList ? withTexts(doubled, doubleCommas) : doubled;
}

/** The new directory of a socket, without a `/` at its end; undefined if the name is taken there. */
export function movedDirectory(
  context: FixContext,
  place: WritingPlace,
  finding: ShownFinding,
  { of }: Extract<ValuePart, { kind: 'socket-directory' }>,
): Template | undefined {
  const own = of && context.kept.isFree(of) && directoryOfItsOwn(context, place, finding);
  const directory = withoutSlash(own || usualDirectory(context, place, finding));
  noteBlanks(context, directory);
  context.movedTo = { directory, isOwn: Boolean(own) };
  return of && context.kept.isTaken(of, directory) ? undefined : directory;
}

function noteBlanks(context: FixContext, directory: Template): void {
  const blanks = blanksIn(directory);
  if (context.blanks !== 'surely' && blanks !== 'none') context.blanks = blanks;
}

interface AtAddress extends Extract<ValuePart, { kind: 'socket-path' }> {
  readonly folder: Template;
  readonly name: string;
}

/** Hosts of this machine, where a port has one owner. */
const THIS_HOST = /^(?:|0\.0\.0\.0|127\.0\.0\.1|localhost)$/;

/** The socket of an address, which its monitors share unless one machine has several. */
function socketAt(
  { sameAddress }: FixContext,
  finding: ShownFinding,
  { host, port, mode, name, folder }: AtAddress,
  claimed: () => MovedSocket,
): MovedSocket {
  if (port === undefined) return claimed();
  const hostName = host ? identityOf(host) : '';
  const address = [mode, THIS_HOST.test(hostName) ? '' : hostName, identityOf(port), name].join(
    ' ',
  );
  const known = sameAddress.get(address);
  if (known === undefined || known.machine === finding.machine) {
    const socket = claimed();
    if (known === undefined) sameAddress.set(address, { machine: finding.machine, socket });
    return socket;
  }
  const isThere = JSON.stringify(known.socket.directory) === JSON.stringify(folder);
  return isThere ? known.socket : claimed();
}

/** A language's usual directory; containers and root get one that needs no environment. */
function usualDirectory(
  { settings, nounset, analysis, trees }: FixContext,
  { target, at, from }: WritingPlace,
  { machine }: ShownFinding,
): Template {
  const isRoots = (): boolean => {
    if (isInContainer(analysis.connections, machine)) return true;
    const runners = analysis.connections.executions.get(machine)?.run ?? [];
    const isOfRoot = target.host.withoutShell?.isOfRoot?.(trees.document, at) === true;
    return isOfRoot && runners.every(({ kind }) => kind === 'root');
  };
  return settings.socketDirectory === undefined && isRoots()
    ? plain('/run/')
    : socketDirectory(target.host, settings, nounset, from);
}

/** A directory private to the script or machine; undefined if settings name one. */
function directoryOfItsOwn(
  { settings, ownDirectory }: FixContext,
  { target: { host }, anchor, at, from }: WritingPlace,
  { machine }: ShownFinding,
): Template | undefined {
  if (settings.socketDirectory !== undefined || anchor === undefined) return undefined;
  if (host.broughtInAs === undefined) return undefined;
  return ownDirectory({ machine, at, from, anchor, expands: host.expands === true });
}

/** `/run` for `/run/`, `.` for an empty path. */
function withoutSlash(path: Template): Template {
  const last = path.at(-1);
  if (last?.kind !== 'text') return path.length === 0 ? plain('.') : path;
  const text = last.text.replace(/\/$/, '');
  const others = path.slice(0, -1);
  if (text === '' && others.length === 0) return plain(last.text === '/' ? '/.' : '.');
  return [...others, ...plain(text)];
}

function carriedText(text: MappedText | undefined, anchor: EditAnchor): Template {
  const parts = text ? partsAt(text, anchor) : [];
  return parts.every((part) => part.kind === 'text') ? [] : portInName(parts);
}

/** A name that scripts with one literal port share, since a client may reach any of them. */
function nameInProject({ analysis, project }: FixContext, port?: MappedText): string | undefined {
  if (!port || !isKnown(port)) return undefined;
  const places = project.placesOf(port.decoded);
  const own = analysis.files.files.map(({ path }) => path);
  const others = places.flatMap(({ path, serves }) => {
    return serves && !own.includes(path) ? [path] : [];
  });
  const known = new Set([...own, ...others]);
  const isClient = (place: PortPlace) => !known.has(place.path) && !isOfMachine(project, place);
  const isShared = others.length > 0 && places.some(isClient);
  return isShared ? commonStem([analysis.source.path, ...others]) : undefined;
}
