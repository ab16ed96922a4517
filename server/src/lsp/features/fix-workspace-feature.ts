/** The safe fixes of the whole workspace, and what they leave. Why: docs/decisions/fix-all.md */
import * as l10n from '@vscode/l10n';
import type {
  Range,
  WorkDoneProgressParams,
  WorkDoneProgressReporter,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { FileFix } from '../../service/analysis/file-findings.ts';
import type { Project } from '../../service/fixes/clients/project.ts';
import type { ChosenFix, FixAllOptions, FoundInFile } from '../../service/fixes/fix-all.ts';
import { fixAll, renderFixes } from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { toRange } from '../../workspace/positions.ts';
import { type SweepParts, sweepWorkspace } from '../../workspace/review/sweep.ts';
import { cancelled, type ServerContext, type ServerFeature } from '../context.ts';
import type { ClientFeatures } from '../convert/convert.ts';
import { toWorkspaceEdit } from '../convert/workspace-edit.ts';

/** `WorkDoneProgressParams` → `FixWorkspaceResult`; changes nothing itself. */
const FIX_WORKSPACE = 'qemuMonitorGuard/fixWorkspace';

type FixWorkspaceParams = WorkDoneProgressParams | null | undefined;

interface FoundPlace {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
}

/** A fix that can be applied alone or with any others. */
interface OfferedFix extends FoundPlace {
  readonly id: FileFix['id'];
  readonly updates: number;
  readonly title: string;
  readonly risk: string;
  /** Whether all known clients keep working. */
  readonly isSafe: boolean;
  readonly edit: WorkspaceEdit;
}

interface FixWorkspaceResult {
  readonly fixes: readonly OfferedFix[];
  readonly fixable: readonly FoundPlace[];
  /** The findings that no offered fix removes. */
  readonly left: readonly FoundPlace[];
  readonly count: number;
  /** How many files have a monitor's option in a language that is not read. */
  readonly notChecked: number;
}

interface FixWorkspaceParts extends SweepParts {
  readonly settingsOf: (uri: string) => Settings;
  readonly features: ClientFeatures;
  readonly find: (
    path: string,
    textOf: (path: string) => string | null | undefined,
  ) => ReturnType<FindDocument>;
  readonly isUnwanted: () => boolean;
  readonly progress: WorkDoneProgressReporter;
}

async function fixWorkspace(parts: FixWorkspaceParts): Promise<FixWorkspaceResult | undefined> {
  const { settingsOf, features, progress, isUnwanted } = parts;
  progress.begin(l10n.t('Looking for QEMU monitors'), 0);
  const sweep = await sweepWorkspace(parts, settingsOf, {
    isUnwanted,
    onProgress: (done, all) =>
      progress.report(Math.floor((100 * done) / all), l10n.t('{0} of {1} files', done, all)),
  });
  progress.done();
  if (sweep === undefined) return undefined;
  const { sockets, isComplete } = sweep;
  const find: FindDocument = (path) => parts.find(path, sweep.textOf);
  const render = guardedRender(parts.failed, sweep.project);
  const { chosen, offered, fixed, left } = fixAll(sweep.files, {
    render,
    sockets,
    isComplete,
    offersAll: true,
  });
  const places = (found: readonly FoundInFile[]) =>
    found.flatMap(({ path, finding: { at, message } }): readonly FoundPlace[] => {
      const file = find(path);
      if (file === undefined) return [];
      return [{ uri: file.uri, range: toRange(file.document, at, features.encoding), message }];
    });
  const offers = (all: readonly ChosenFix[], isSafe: boolean) =>
    all.flatMap((one): readonly OfferedFix[] => {
      const { id, title, risk, updates = 0 } = one.fix;
      const edit = toWorkspaceEdit([one.fix], find, features);
      return edit
        ? places([one]).map((place) => ({ ...place, id, title, risk, updates, isSafe, edit }))
        : [];
    });
  return {
    fixes: [...offers(chosen, true), ...offers(offered, false)],
    fixable: places(fixed),
    left: places(left),
    count: sweep.count,
    notChecked: sweep.unread.paths.length + sweep.unread.more,
  };
}

/** A failure costs one analysis. */
function guardedRender(
  failed: (failure: string) => void,
  project: Project,
): FixAllOptions['render'] {
  return (analysis: Analysis, taken) => {
    try {
      return renderFixes(analysis, analysis.settings, taken, 'all', project);
    } catch (error) {
      failed(l10n.t('Spelling fixes failed on {0}: {1}', analysis.source.path, String(error)));
      return new Map();
    }
  };
}

export function fixWorkspaceFeature(context: ServerContext): ServerFeature {
  const { connection, surroundings, names } = context;
  connection.onRequest(FIX_WORKSPACE, async (params: FixWorkspaceParams, token) => {
    await context.settingsReady();
    const answer = await fixWorkspace({
      ...surroundings,
      find: names.find,
      settingsOf: context.settingsOf,
      features: context.features(),
      progress: connection.window.attachWorkDoneProgress(params?.workDoneToken),
      isUnwanted: () => token.isCancellationRequested,
    });
    if (answer === undefined) throw cancelled();
    return answer;
  });
  return {};
}
