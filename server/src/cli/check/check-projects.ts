/** Resolves paths of a command line to projects and checks them. */
import { resolve } from 'node:path';
import { folderOf, staleAcceptances } from '../../workspace/front-end.ts';
import { nearest } from '../arguments/nearest.ts';
import { COMMANDS } from '../arguments/options.ts';
import type { Request } from '../arguments/parse.ts';
import { printable } from '../terminal/printable.ts';
import { EXIT, type UsageError, usageError, type World } from '../world.ts';
import { unchangedSince } from './changed-files.ts';
import { type ProjectSettings, projectSettings, readNamed } from './cli-settings.ts';
import type { GivenText } from './open-project.ts';
import { findProjects, markedFolder, type Project, projectOf, withSlashes } from './project.ts';
import { lineOf, type Region } from './settings-tree.ts';
import { type Known, type SweptProject, sweepProject } from './sweep-project.ts';

export interface Checked {
  readonly kind: 'checked';
  readonly projects: readonly CheckedProject[];
  /** Whether a named path could not be read, which is reported already. */
  readonly isBroken: boolean;
  readonly input: GivenText | undefined;
}

/** A project with its analyses, for making fixes. */
export interface CheckedProject extends SweptProject {
  readonly project: Project;
  readonly config: ProjectSettings;
}

/** `known` gets findings early. Returns an exit code if interrupted. */
export async function checkProjects(
  request: Request,
  world: World,
  known?: Known,
): Promise<Checked | number | UsageError> {
  const { cwd } = world;
  const listed = request.filesFrom === undefined ? [] : await listedPaths(request.filesFrom, world);
  if ('kind' in listed) return listed;
  const isBare = request.words.length === 0 && request.filesFrom === undefined;
  const words = isBare ? ['.'] : [...request.words, ...listed];
  const isInput = request.words.includes('-');
  const input = isInput ? await readInput(request, world) : undefined;
  const found = findProjects(
    words.filter((word) => word !== '-'),
    cwd,
    request.followLinks,
  );
  for (const { word, reason } of found.unread)
    complain(world, `${word}: ${reason}${hintFor(word)}`);
  const projects = input ? withInput(found.projects, input, cwd) : found.projects;
  let isBroken = found.unread.length > 0;
  const unreadable: string[] = [];
  const checked: CheckedProject[] = [];
  for (const project of projects) {
    const config = await projectSettings(project.root, request, cwd);
    if (config.kind === 'usage') return config;
    const { around } = config;
    if (checked.every(({ config: { around: other } }) => other.file?.path !== around.file?.path))
      printProblems(around, world);
    if (request.verbose) printRegion({ ...around, folder: project.root }, world);
    const given = input ? [input] : [];
    const isUnchanged =
      request.changed === undefined ? undefined : unchangedSince(project.root, request.changed);
    if (isUnchanged && 'kind' in isUnchanged) return isUnchanged;
    const asked = { ...project, ...(isUnchanged && { isUnchanged }) };
    const swept = await sweepAgain({ project: asked, config, request, world, given, known });
    if (swept === undefined) return EXIT.interrupted;
    const failure = config.failure();
    if (failure !== undefined) return usageError(failure);
    for (const region of config.inner()) {
      printProblems(region, world);
      if (request.verbose) printRegion(region, world);
    }
    for (const [path, reason] of swept.refused) complain(world, `${path}: ${reason}`);
    isBroken ||= swept.refused.size + swept.unreadable.size > 0;
    unreadable.push(...swept.unreadable.values());
    checked.push(swept);
    if (!request.quiet) printStale(swept, request, world);
  }
  printUnreadable(unreadable, request, world);
  return {
    kind: 'checked',
    projects: checked,
    isBroken: isBroken && !request.allowUnreadable,
    input,
  };
}

/** One line in total, or one a file with `--verbose`. */
function printUnreadable(messages: readonly string[], { verbose }: Request, world: World): void {
  if (messages.length === 0) return;
  for (const message of verbose ? messages.toSorted() : []) complain(world, message);
  const hint = verbose ? '' : ' (--verbose names them)';
  const count = messages.length === 1 ? '1 file or folder' : `${messages.length} files or folders`;
  complain(world, `${count} could not be read${hint}`);
}

interface Sweeping {
  readonly project: Project;
  readonly config: ProjectSettings;
  readonly request: Request;
  readonly world: World;
  readonly given: readonly GivenText[];
  readonly known?: Known | undefined;
}

/** Checks a project again with changed texts; reports progress and what is left out. */
export async function sweepAgain({
  project,
  config,
  request,
  world,
  given,
  known,
}: Sweeping): Promise<CheckedProject | undefined> {
  const progress = progressLine(request, world);
  const said = new Set<string>();
  const swept = await sweepProject(project, {
    attention: world.attention,
    known,
    config,
    given,
    noIgnore: request.noIgnore,
    forceExclude: request.forceExclude,
    isUnwanted: world.isInterrupted,
    onProgress: progress.show,
    say: (message) => {
      if (!request.quiet) said.add(message);
    },
    failed: (failure) => void said.add(failure),
  });
  progress.clear();
  for (const message of [...said].toSorted()) complain(world, message);
  return swept && { ...swept, project, config };
}

function hintFor(word: string): string {
  const command = /^[a-z]+$/.test(word) ? nearest(word, COMMANDS) : undefined;
  return command === undefined ? '' : `; did you mean the command ${command}?`;
}

/** Prints an error. */
export function complain({ err }: Pick<World, 'err'>, message: string): void {
  err.write(`qemu-monitor-guard: ${printable(message)}\n`);
}

/** Paths separated by newlines or NULs. */
async function listedPaths(name: string, world: World): Promise<readonly string[] | UsageError> {
  const read =
    name === '-'
      ? { kind: 'text' as const, text: new TextDecoder().decode(await world.input()) }
      : await readNamed(resolve(world.cwd, name));
  if (read.kind === 'text')
    return read.text.split(read.text.includes('\0') ? '\0' : /\r?\n/).filter((one) => one !== '');
  const reason = read.kind === 'refused' ? read.reason : 'there is no such file';
  return usageError(`The list ${name} cannot be read: ${reason}`);
}

async function readInput(request: Request, world: World): Promise<GivenText> {
  const text = new TextDecoder().decode(await world.input());
  const path = withSlashes(resolve(world.cwd, request.stdinFilename ?? STDIN));
  return request.stdinFilename === undefined
    ? { path, text, otherwise: 'shellscript' }
    : { path, text };
}

const STDIN = '<stdin>';

function withInput(
  projects: readonly Project[],
  { path }: GivenText,
  cwd: string,
): readonly Project[] {
  const around = markedFolder(cwd);
  const named = { path, isFolder: false };
  const { root, isMarked } = projectOf(named, around);
  const own = projects.find((project) => project.root === root);
  const others = projects.filter((project) => project !== own);
  return [
    ...others,
    { root: own?.root ?? root ?? folderOf(path), isMarked, named: [...(own?.named ?? []), named] },
  ];
}

function printProblems({ file }: Region, world: World): void {
  for (const { at, message } of file?.problems ?? []) {
    complain(world, `${file?.path}:${lineOf(file?.text ?? '', at.start)}: ${message}`);
  }
}

function printRegion({ folder, file }: Region, world: World): void {
  const extended = file ? [...file.extended.keys()].map((path) => `, which extends ${path}`) : [];
  const settings = file?.path ?? 'the defaults, as there is no file of settings';
  complain(world, `${folder}: the settings are those of ${settings}${extended.join('')}`);
}

/** Reports entries that accept nothing, after a check of the whole project. */
function printStale(
  { project, sweep, config }: CheckedProject,
  request: Request,
  world: World,
): void {
  const isWhole = sweep.isWhole && project.named.every(({ isFolder }) => isFolder);
  if (!isWhole || request.exclude.length > 0 || request.changed !== undefined) return;
  for (const { file, settings } of [config.around, ...config.inner()]) {
    if (file === undefined) continue;
    const used = sweep.acceptedBy(settings);
    for (const { at, message } of staleAcceptances(file.acceptances, used, settings)) {
      complain(world, `${file.path}:${lineOf(file.text, at.start)}: ${message}`);
    }
  }
}

/** Milliseconds before the first progress line, and between two. */
const PATIENCE = 1000;
const INTERVAL = 100;

function progressLine({ quiet }: Request, { err, now }: World) {
  const begin = now();
  let last = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show: (done: number, all: number): void => {
      const time = now();
      if (quiet || !err.isTerminal || time - begin < PATIENCE || time - last < INTERVAL) return;
      last = time;
      isShown = true;
      err.write(`\r${done} of ${all} files\u001b[K`);
    },
    clear: (): void => {
      if (isShown) err.write('\r\u001b[K');
    },
  };
}
