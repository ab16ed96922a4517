/** The server under Node: talks over `--stdio` or Node's IPC, whichever it was started with. */
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodePlatform } from './node-platform.ts';
import { serve } from './server.ts';

// A review makes garbage as fast as it can. Left alone, the room for that grows to three times 16 MiB, and is
// never given back; in a small one the same work takes as long.
setFlagsFromString('--semi-space-growth-factor=1');

serve(createConnection(ProposedFeatures.all), nodePlatform);

// On its standard streams a server ends with its input, but nobody ends one whose channel is closed.
process.once('disconnect', () => process.exit(1));
