/** The request for all safe fixes of the workspace. */
import { cancelled, type ServerContext, type ServerFeature } from './context.ts';
import { FIX_WORKSPACE, type FixWorkspaceParams, fixWorkspace } from './fix-workspace.ts';

export function fixWorkspaceFeature(context: ServerContext): ServerFeature {
  const { connection, surroundings, names } = context;
  connection.onRequest(FIX_WORKSPACE, async (params: FixWorkspaceParams, token) => {
    await context.settingsReady();
    const answer = await fixWorkspace({
      ...{ ...surroundings, find: names.find, settingsOf: context.settingsOf },
      features: context.features(),
      progress: connection.window.attachWorkDoneProgress(params?.workDoneToken),
      isUnwanted: () => token.isCancellationRequested,
    });
    if (answer === undefined) throw cancelled();
    return answer;
  });
  return {};
}
