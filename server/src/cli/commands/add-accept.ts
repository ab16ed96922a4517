/** `check --add-accept`: accepts all findings in the settings file, with one reason. */
import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ReasonedAcceptance } from '../../service/settings/settings.ts';
import {
  acceptanceOf,
  acceptEdit,
  applyEdits,
  pathInFolder,
  WORKSPACE_FILE,
} from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import {
  type Checked,
  type CheckedProject,
  checkProjects,
  complain,
} from '../check/check-projects.ts';
import { readNamed } from '../check/cli-settings.ts';
import { shownPath } from '../check/project.ts';
import { reportOf } from '../check/report.ts';
import type { Region } from '../check/settings-tree.ts';
import { plural } from '../check/summary.ts';
import { writeBeside } from '../fix/write-file.ts';
import { EXIT, type UsageError, usageError, type World } from '../world.ts';
import { printReport } from './print-report.ts';

export async function addAccept(
  reason: string,
  request: Request,
  checked: Checked,
  world: World,
): Promise<number | UsageError> {
  if (request.config === null) {
    return usageError('--add-accept writes into the settings that --no-config leaves out');
  }
  if (checked.input) return usageError('The standard input cannot be accepted');
  let isBroken = checked.isBroken;
  for (const project of checked.projects) {
    if (!(await acceptIn(project, reason, request, world))) isBroken = true;
  }
  const again = await checkProjects({ ...request, quiet: true }, world);
  if (typeof again === 'number' || again.kind === 'usage') return again;
  const code = printReport(reportOf(again.projects, world.cwd), request, world);
  return isBroken ? EXIT.failed : code;
}

async function acceptIn(
  project: CheckedProject,
  reason: string,
  request: Request,
  world: World,
): Promise<boolean> {
  const { root, config } = project;
  const own = { ...config.around, folder: root };
  let isDone = true;
  for (const region of [own, ...config.inner()]) {
    if (!(await acceptInRegion(project, region, reason, request, world))) isDone = false;
  }
  return isDone;
}

async function acceptInRegion(
  { sweep, isWanted, config }: CheckedProject,
  region: Region,
  reason: string,
  { config: named }: Request,
  world: World,
): Promise<boolean> {
  const entries = new Map<string, ReasonedAcceptance>();
  for (const { path, findings } of sweep.files) {
    const isHere = isWanted(path) && config.regionOf(path).file === region.file;
    const inFolder = isHere ? pathInFolder(region.folder, path) : undefined;
    if (inFolder === undefined) continue;
    for (const finding of findings) {
      const entry = acceptanceOf(finding, inFolder);
      if (entry) entries.set(JSON.stringify(entry), { ...entry, reason });
    }
  }
  if (entries.size === 0) return true;
  const file = named ? resolve(world.cwd, named) : join(region.folder, WORKSPACE_FILE);
  const before = region.file?.text ?? '';
  const after = withEntries(before, [...entries.values()]);
  const failure =
    after === undefined ? 'its "accept" is no list' : await writeSettings(file, before, after);
  const shown = shownPath(file, world.cwd);
  complain(
    world,
    failure === undefined
      ? `${plural(entries.size, 'finding')} accepted in ${shown}`
      : `${shown} is left as it is: ${failure}`,
  );
  return failure === undefined;
}

function withEntries(before: string, entries: readonly ReasonedAcceptance[]): string | undefined {
  let text = before;
  for (const entry of entries) {
    const edit = acceptEdit(text, entry);
    const next = edit && applyEdits(text, [edit]);
    if (next === undefined) return undefined;
    text = next;
  }
  return text;
}

async function writeSettings(
  file: string,
  before: string,
  after: string,
): Promise<string | undefined> {
  const read = await readNamed(file);
  if (read.kind === 'refused') return read.reason;
  const text = read.kind === 'text' ? read.text : '';
  if (text !== before) return 'it has changed since it was read';
  if (read.kind === 'absent') return writeBeside(file, Buffer.from(after), undefined);
  return writeBeside(read.path, Buffer.from(after), lstatSync(read.path));
}
