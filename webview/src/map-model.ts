/**
 * The model of the exposure map and its messages. All text is final and translated; the page interprets
 * nothing.
 */

/** Who can open something; the server's words. */
export type Audience = (typeof AUDIENCES)[number];

/** From the most to the fewest, then unknown. */
export const AUDIENCES = [
  ...(['network', 'host', 'directory', 'authorized', 'user', 'nobody', 'unknown'] as const),
];

/** The whole map: the widest audience first, machines by their most exposed monitor, then by file. */
export interface MapModel {
  readonly words: MapWords;
  readonly audiences: readonly MapAudience[];
  readonly machines: readonly MapMachine[];
}

/** Texts of the page. */
export interface MapWords {
  /** The heading and the picture's name. */
  readonly title: string;
  /** A description for screen readers. */
  readonly description: string;
  /** Totals: `3 machines`, `5 monitors`. */
  readonly summary: readonly string[];
  /** Shown when there is nothing: meaning and next steps. */
  readonly empty: readonly string[];
  readonly whoList: string;
  readonly machineList: string;
  /** The button for the text outline. */
  readonly outline: string;
  /** The button that removes the filter. */
  readonly showAll: string;
  /** The button that unfolds everything with `isFolded`. */
  readonly others: string;
}

/** An audience. */
export interface MapAudience {
  readonly audience: Audience;
  /** `Anyone on the network`. */
  readonly label: string;
  /** `2 monitors`; `2` on narrow pages. */
  readonly count: string;
  readonly shortCount: string;
  /** `Anyone on the network: 2 monitors`. */
  readonly sentence: string;
  /** Announced while filtered by it. */
  readonly filtered: string;
  /** Whether it reaches no monitor. */
  readonly isFolded: boolean;
}

/** Something with a place in a file. */
export interface MapLink {
  /** Unique, and stable across edits. */
  readonly key: string;
  /** Whether it has a place to open. */
  readonly opens: boolean;
  /** Its full description. */
  readonly sentence: string;
  /** Reasons, for the tooltip. */
  readonly details: readonly string[];
}

/** A machine. */
export interface MapMachine extends MapLink {
  readonly title: string;
  /** `vm/run.sh:12`. */
  readonly place: string;
  /** Text for a machine without boxes. */
  readonly nothing: string;
  /** Whether all of its boxes are folded, or it has none. */
  readonly isFolded: boolean;
  readonly boxes: readonly MapBox[];
}

/** A chardev with its users. */
export interface MapBox extends MapLink {
  /** Its id. */
  readonly title: string;
  /** Its backend: `socket`. */
  readonly kind: string;
  readonly ways: readonly MapWay[];
  /** The chardevs behind a mux or hub. */
  readonly members: readonly MapBox[];
  readonly rows: readonly MapRow[];
  /** Whether it has no monitor, or only such as an earlier box has. Outer ones are hidden at first. */
  readonly isFolded: boolean;
}

/** An edge of the picture. */
export interface MapWay {
  readonly audience: Audience;
  /** `tcp 0.0.0.0:4444`. */
  readonly label: string;
  /** `Anyone on the network`. */
  readonly who: string;
  /** Whether QEMU connects out. */
  readonly connectsOut: boolean;
  /** Whether it leads to a monitor or equivalent. */
  readonly powerful: boolean;
}

/** A user of a chardev. */
export interface MapRow extends MapLink {
  /** `HMP monitor`. */
  readonly label: string;
  /** The widest audience of a monitor; undefined for other users. */
  readonly audience: Audience | undefined;
}

/** From the extension to the page. */
export interface ToPage {
  readonly kind: 'show';
  readonly model: MapModel;
}

/** From the page to the extension. */
export type FromPage =
  /** The page is ready to draw. */
  | { readonly kind: 'ready' }
  /** A `MapLink` was chosen. */
  | { readonly kind: 'open'; readonly key: string };
