/**
 * What the exposure map shows, and what it and the extension say to each other. All text is ready to be read:
 * the extension has put it into the language of the editor, and no source or address is interpreted here.
 */

/** Who can open something, in one word; the same words as the server's. */
export type Audience = (typeof AUDIENCES)[number];

/** From the most to the fewest, and then those who cannot be known. */
export const AUDIENCES = [
  ...(['network', 'host', 'directory', 'authorized', 'user', 'nobody', 'unknown'] as const),
];

/** Everything that is shown, worst audiences first and machines in the order of their files. */
export interface MapModel {
  readonly words: MapWords;
  readonly audiences: readonly MapAudience[];
  readonly machines: readonly MapMachine[];
}

/** Sentences and labels of the page itself. */
export interface MapWords {
  /** The heading, and the name of the picture. */
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  /** Facts about the whole: `3 machines`, `5 monitors`. */
  readonly summary: readonly string[];
  /** What is said when there is nothing to show: what that means, and what to do. */
  readonly empty: readonly string[];
  readonly whoList: string;
  readonly machineList: string;
  /** The button that shows everything as text instead. */
  readonly outline: string;
  /** The button that takes a filter away. */
  readonly showAll: string;
}

/** Somebody on the left. */
export interface MapAudience {
  readonly audience: Audience;
  /** `Anyone on the network`. */
  readonly label: string;
  /** `2 monitors`, and `2` where there is little room. */
  readonly count: string;
  readonly shortCount: string;
  /** `Anyone on the network: 2 monitors`. */
  readonly sentence: string;
  /** What is said while only what they reach is shown. */
  readonly filtered: string;
}

/** Something that stands in a file, and leads there. */
export interface MapLink {
  /** The same for the same thing after an edit, and unique. */
  readonly key: string;
  /** Whether there is a place to go to. */
  readonly opens: boolean;
  /** All of it in a sentence. */
  readonly sentence: string;
  /** Why it is so, in sentences; what a tooltip shows behind the sentence. */
  readonly details: readonly string[];
}

/** A machine as the map shows it, in words for people. */
export interface MapMachine extends MapLink {
  readonly title: string;
  /** `vm/run.sh:12`. */
  readonly place: string;
  /** What is said of a machine without boxes. */
  readonly nothing: string;
  readonly boxes: readonly MapBox[];
}

/** A chardev with what talks through it. */
export interface MapBox extends MapLink {
  /** Its id. */
  readonly title: string;
  /** Its backend: `socket`. */
  readonly kind: string;
  readonly ways: readonly MapWay[];
  /** What a mux or a hub stands in front of. */
  readonly members: readonly MapBox[];
  readonly rows: readonly MapRow[];
}

/** An edge of the picture. */
export interface MapWay {
  readonly audience: Audience;
  /** `tcp 0.0.0.0:4444`. */
  readonly label: string;
  /** `Anyone on the network`. */
  readonly who: string;
  /** Whether QEMU connects out there. */
  readonly connectsOut: boolean;
  /** Whether it leads to a monitor, or to what has the power of one. */
  readonly powerful: boolean;
}

/** What talks through a chardev. */
export interface MapRow extends MapLink {
  /** `HMP monitor`. */
  readonly label: string;
  /** The widest audience of a monitor; undefined for what is none. */
  readonly audience: Audience | undefined;
}

/** From the extension to the page. */
export interface ToPage {
  readonly kind: 'show';
  readonly model: MapModel;
}

/** From the page to the extension. */
export type FromPage =
  /** The page can draw now. */
  | { readonly kind: 'ready' }
  /** Somebody chose a `MapLink`. */
  | { readonly kind: 'open'; readonly key: string };
