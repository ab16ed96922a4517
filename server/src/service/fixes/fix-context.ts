import type { FixTrees } from '../../languages/trees.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import type { EditAnchor } from '../../text/edit-anchor.ts';
import type { Encodings } from '../../text/encoding.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Analysis } from '../analysis/analyze.ts';
import type { Settings } from '../settings/settings.ts';
import type { Project } from './clients/project.ts';
import type { Blanks } from './divided-words.ts';
import type { EditTarget } from './edit-target.ts';
import type { Readers } from './readers.ts';
import type { KeptNames, PrivateDirectories } from './sockets/private-directory.ts';
import type { MovedSocket, SocketNames } from './sockets/socket-names.ts';

/** What all fixes of an analysis share. */
export interface RenderContext {
  readonly analysis: Analysis;
  /** The text of all files, which spans refer to. */
  readonly text: string;
  readonly settings: Settings;
  readonly project: Project;
  readonly names: SocketNames;
  /** The socket of each literal address, with the first machine that uses it. */
  readonly sameAddress: Map<string, { readonly machine: Machine; readonly socket: MovedSocket }>;
  readonly nounset: boolean;
  /** `server=on,wait=off` or `server,nowait`, as the document spells it. */
  readonly server: string;
  readonly trees: FixTrees;
  readonly ownDirectory: PrivateDirectories;
  /** Names that a socket can keep in another directory. */
  readonly kept: KeptNames;
  readonly readers: Readers;
  /** Whether machines of one command differ by this host. */
  readonly tellsApart: (host: MappedText) => boolean;
}

/** The state of one fix. */
export interface FixContext extends RenderContext {
  socket: MovedSocket | undefined;
  /** The new directory of a moved socket; `isOwn` if private to the script or QEMU. */
  movedTo?: { readonly directory: Template; readonly isOwn: boolean };
  /** Blanks of the directories written so far. */
  blanks: Blanks;
  /** Another monitor's socket that this one shares. */
  readonly shared?: MovedSocket;
}

/** Where text is written. */
export interface WritingPlace {
  readonly at: Edit['at'];
  readonly anchor: EditAnchor | undefined;
  readonly target: EditTarget;
  readonly from: Encodings | undefined;
}
