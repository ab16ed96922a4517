/** Proves one document: runs it as it was, fixes it, runs it again, and compares. */
import { dirname } from 'node:path';
import { lowerDomainXml } from '../../../server/src/invocation/from-domain-xml.ts';
import { readXml } from '../../../server/src/syntax/xml/reader.ts';
import type { Slot } from '../slot.ts';
import { commandOf, type Document, mainFile } from './document.ts';
import { type Fixed, fixDocument } from './fix.ts';
import { otherDifferences, socketPaths } from './same-but-socket.ts';
import {
  LIBVIRT_DIRECTORY,
  type Order,
  type Outcome,
  type Report,
  userDirectory,
} from './world.ts';

export type ProofSlot = Slot<Order, Report>;

/** What has happened to a document so far. */
export interface Proof {
  readonly document: Document;
  readonly fixed?: Fixed;
  /** Whether QEMU was started with what the fix left. */
  readonly ran: boolean;
  /** Whether each of its monitors answered, and nothing was wrong. */
  readonly answered: boolean;
  /** What went wrong, in sentences. */
  readonly trouble: readonly string[];
}

/**
 * Runs a document before and after its fixes in a slot. With `exposed` its QEMUs are started before, too,
 * and must be open to the network; without, their arguments are only written down.
 */
export async function prove(slot: ProofSlot, document: Document, exposed: boolean): Promise<Proof> {
  let fixed: Fixed;
  try {
    fixed = fixDocument(document);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { document, ran: false, answered: false, trouble: [message] };
  }
  // A client does not listen, and would find no listener.
  const expose = exposed && !document.client;
  const before = await obey(slot, document, document.files, expose ? 'expose' : 'record');
  const peers = document.client ? await peersOf(slot, document, fixed.files) : [];
  const after = await obey(slot, document, fixed.files, 'answer', peers);
  const trouble = [
    ...(before.ended ? [] : ['the document as it was did not come to its end']),
    ...(!expose || before.network.length > 0 ? [] : ['nothing was exposed before']),
    ...troubleAfter(document, before, after),
  ];
  const answered = after.answers.some(({ mode }) => mode !== 'nothing');
  return {
    document,
    fixed,
    ran: after.argv.length > 0,
    answered: answered && trouble.length === 0,
    trouble: trouble.map((each) => `${each}\n${after.stderr || before.stderr}`),
  };
}

async function obey(
  slot: ProofSlot,
  document: Document,
  files: Document['files'],
  kind: Order['kind'],
  peers: readonly string[] = [],
): Promise<Outcome> {
  const { environment, machine, mux } = document;
  const [program = '', ...words] = commandOf(document, domainWords(document, files));
  const report = await slot.obey({
    kind,
    files,
    command: [program, ...words],
    environment,
    machine,
    mux,
    atOnce: document.together ? document.modes.length : 1,
    peers,
  });
  if (report.kind === 'failure') throw new Error(report.message);
  return report.outcome;
}

/** The words that libvirt hands on. That ours are libvirt's is what `libvirt.test.ts` is about. */
function domainWords(document: Document, files: Document['files']): readonly string[] {
  if (document.host !== 'domain XML') return [];
  const [domain] = lowerDomainXml(readXml(files[mainFile(document)] ?? ''));
  return domain?.words.map(({ value }) => value.decoded) ?? [];
}

/** The addresses that QEMU connects to as a client; the worker must listen there before it starts. */
async function peersOf(
  slot: ProofSlot,
  document: Document,
  files: Document['files'],
): Promise<readonly string[]> {
  if (document.host === 'config file') {
    return /^\s*path\s*=\s*"(.+)"/m.exec(files[mainFile(document)] ?? '')?.slice(1) ?? [];
  }
  const { argv } = await obey(slot, document, files, 'record');
  return argv.flatMap(clientPaths);
}

function clientPaths(argv: readonly string[]): readonly string[] {
  return socketPaths(argv.filter((word) => !/,server\b/.test(word)));
}

function troubleAfter(document: Document, before: Outcome, after: Outcome): readonly string[] {
  const modes = after.answers.map(({ mode }) => mode).sort();
  const wanted = [...document.modes].sort();
  const directories = directoriesOf(document);
  const { directory } = document;
  const belongs = (path: string): boolean =>
    directory ? directory.test(dirname(path)) : directories.includes(dirname(path));
  return [
    ...(after.ended ? [] : ['the fixed document did not come to its end']),
    ...(document.together && new Set(after.answers.map(({ path }) => path)).size < wanted.length
      ? ['machines that run at once share a path']
      : []),
    ...after.network.map((place) => `${place} listens after the fix`),
    ...(modes.join() === wanted.join() ? [] : [`${modes} answered instead of ${wanted}`]),
    ...after.answers
      .filter(({ stranger }) => stranger === 'connected')
      .map(({ path }) => `another user can connect to ${path}`),
    ...after.answers
      .filter(({ path }) => !belongs(path))
      .map(({ path }) => `${path} lies not in ${directory ?? directories}`),
    ...(before.argv.length === after.argv.length
      ? before.argv.flatMap((argv) => leastDifferences(argv, after.argv))
      : [`${before.argv.length} QEMUs became ${after.argv.length}`]),
  ];
}

/** The differences to the most similar of several: those that are started at once have no order. */
function leastDifferences(argv: readonly string[], others: Outcome['argv']): readonly string[] {
  const differences = others.map((other) => otherDifferences(argv, other));
  return differences.sort((a, b) => a.length - b.length)[0] ?? [];
}

/** Where its sockets belong. A config file has no way to name a directory that is private to its user. */
function directoriesOf({ host, environment, files }: Document): readonly string[] {
  switch (host) {
    case 'bash script':
    case 'sh script': {
      const configs = Object.values(files).some((text) => /^\[chardev/m.test(text));
      return [userDirectory(environment), ...(configs ? ['.'] : [])];
    }
    case 'Makefile':
    case 'Python':
      return [userDirectory(environment)];
    case 'domain XML':
    case '.args file':
      return [LIBVIRT_DIRECTORY];
    case 'config file':
      return ['.'];
  }
}
