/** Inputs for rendering a fix. */
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

/** Shared by all fixes of an analysis. */
export interface RenderContext {
  readonly analysis: Analysis;
  /** The text of all files; spans refer to it. */
  readonly text: string;
  readonly settings: Settings;
  readonly project: Project;
  readonly names: SocketNames;
  /** Sockets of literal addresses with the first machine that uses each. */
  readonly sameAddress: Map<string, { readonly machine: Machine; readonly socket: MovedSocket }>;
  /** Whether unset variables are errors. */
  readonly nounset: boolean;
  /** The flags of a server in the document's spelling: `server=on,wait=off` or `server,nowait`. */
  readonly server: string;
  readonly trees: FixTrees;
  readonly ownDirectory: PrivateDirectories;
  /** Whether a socket keeps its name in another directory. */
  readonly kept: KeptNames;
  readonly readers: Readers;
  /** Whether a host differs between machines of one command. */
  readonly tellsApart: (host: MappedText) => boolean;
}

/** The context of one fix, with its own socket. */
export interface FixContext extends RenderContext {
  socket: MovedSocket | undefined;
  /** The new directory of a moved socket, and whether it is private to the script or QEMU. */
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
