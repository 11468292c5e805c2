/** The dialog that gives a lab away: a link, lines for other pages, a program, files. */
import { html, setText } from "../dom.js";
import type { Text } from "../strings/text.js";
import { embedText, frameText, integrityOf, isLocal, type Place } from "./embed.js";
import { type Export, exportsOf } from "./files.js";
import { download, pngOf } from "./save.js";
import { linkOf, type Snapshot } from "./snapshot.js";
import { scriptOf } from "./script.js";
import { adoptShareStyle } from "./style.js";
import { Tabs } from "./tabs.js";

/** What the dialog needs of its lab. */
export interface ShareContext {
  readonly text: Text;
  readonly place: Place;
  /** The page's address without its state; of an embedded lab the one of the page around it. */
  readonly page: string;
  /** One sentence that says what the lab shows, for those who do not see it. */
  readonly sentence: () => string;
  /** Stops the training and takes what is there. */
  readonly snapshot: () => Promise<Snapshot>;
}

/** A text to be copied, and what is said about it. */
interface Copy {
  readonly text: string;
  readonly notes: readonly string[];
  readonly files?: readonly Export[];
}

type Maker = (snapshot: Snapshot, context: ShareContext) => Copy | Promise<Copy>;

const linkCopy: Maker = (snapshot, { text, page }) => ({
  text: `${page.replace(/#.*$/, "")}#${linkOf(snapshot)}`,
  notes: [
    text("shareLinkNote", { step: snapshot.step }),
    ...(snapshot.state.data.kind === "rows" ? [text("shareLinkRows")] : []),
  ],
});

const embedCopy: Maker = async (snapshot, { text, place, sentence }) => {
  const integrity = await integrityOf(place.script, (address) =>
    fetch(address, { cache: "force-cache", credentials: "omit" }),
  );
  return {
    text: embedText(snapshot, place, integrity, sentence()),
    notes: [
      text(integrity === null ? "shareEmbedOpen" : "shareEmbedNote"),
      ...(isLocal(place.script) ? [text("shareEmbedLocal")] : []),
    ],
  };
};

const frameCopy: Maker = (snapshot, { text, place, sentence }) => ({
  text: frameText(snapshot, place, sentence()),
  notes: [text("shareFrameNote"), ...(isLocal(place.script) ? [text("shareEmbedLocal")] : [])],
});

const scriptCopy: Maker = (snapshot, { text }) => {
  if (snapshot.nets.length === 0) return { text: "", notes: [text("shareNoParameters")] };
  const { text: program, files } = scriptOf(snapshot);
  const hashes = snapshot.nets.map(({ name, hash }) => `${name} ${hash?.slice(0, 8) ?? "–"}`).join(", ");
  return {
    text: program,
    notes: [
      text("shareScriptNote", { step: snapshot.step, hashes }),
      ...(files.length > 0 ? [text("shareScriptFiles", { files: files.map(({ name }) => name).join(", ") })] : []),
    ],
    files: [
      { name: "lab.mjs", text: program, type: "text/javascript" },
      ...files.map((file) => ({ ...file, type: "text/csv" })),
    ].map(({ name, text: content, type }) => ({
      name,
      label: text("shareDownload", { name }),
      make: () => Promise.resolve(new Blob([content], { type })),
    })),
  };
};

/** Tab → what is copied. A tab is a row here. */
const COPIES = [
  { title: "shareLink", make: linkCopy },
  { title: "shareEmbed", make: embedCopy },
  { title: "shareFrame", make: frameCopy },
  { title: "shareScript", make: scriptCopy },
] as const;

export class SharePanel {
  readonly root: HTMLDialogElement;
  readonly #status = html("p", { role: "status" });
  readonly #tabs: Tabs;
  #snapshot: Promise<Snapshot> | null = null;

  constructor(private readonly context: ShareContext) {
    const { text } = context;
    const title = text("shareTitle");
    const close = button(text("shareClose"), () => this.root.close());
    const tabs = [
      ...COPIES.map(({ title: name, make }) => this.#copyTab(text(name), make)),
      this.#filesTab(text("shareFiles")),
    ];
    this.#tabs = new Tabs(tabs, title);
    this.root = html(
      "dialog",
      { class: "share-dialog", part: "share", "aria-label": title },
      html("p", { class: "share-title" }, title),
      this.#tabs.root,
      this.#status,
      close,
    );
    // Keys are the dialog's: Escape closes it, and no deck of slides hears of it.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
  }

  /** Opens the dialog, which must be in the lab's shadow root, on a snapshot of this moment. The browser gives the focus back when it is closed. */
  open(): void {
    this.#snapshot = this.context.snapshot();
    this.#say("");
    adoptShareStyle(this.root.getRootNode());
    this.root.showModal();
    this.#tabs.show(0);
  }

  #say(message: string): void {
    setText(this.#status, message);
  }

  /** Does something with the snapshot; what goes wrong is said. */
  async #attempt(task: (snapshot: Snapshot) => Promise<void> | void): Promise<void> {
    const snapshot = this.#snapshot;
    if (!snapshot) return;
    try {
      await task(await snapshot);
    } catch (error) {
      this.#say(this.context.text("shareFailed", { message: error instanceof Error ? error.message : String(error) }));
    }
  }

  #copyTab(title: string, make: Maker) {
    const { text } = this.context;
    const area = html("textarea", { readonly: true, rows: 8, spellcheck: "false", "aria-label": title });
    const notes = html("p");
    const buttons = html("div", { class: "share-buttons" });
    const panel = html("div", {}, area, notes, buttons);
    const copy = button(text("shareCopy"), () => void this.#copy(area));
    const onShow = () => {
      this.#say("");
      area.value = text("shareWorking");
      buttons.replaceChildren(copy);
      void this.#attempt(async (snapshot) => {
        const made = await make(snapshot, this.context);
        area.value = made.text;
        setText(notes, made.notes.join(" "));
        buttons.replaceChildren(copy, ...(made.files ?? []).map((file) => this.#fileButton(file)));
      });
    };
    return { title, panel, onShow };
  }

  #filesTab(title: string) {
    const panel = html("div", { class: "share-buttons" });
    const onShow = () => {
      this.#say("");
      void this.#attempt((snapshot) =>
        panel.replaceChildren(...exportsOf(snapshot, this.context.text, pngOf).map((file) => this.#fileButton(file))),
      );
    };
    return { title, panel, onShow };
  }

  #fileButton({ name, label, make }: Export): HTMLButtonElement {
    const { text } = this.context;
    return button(label, () => {
      this.#say(text("shareWorking"));
      void this.#attempt(async () => {
        download(name, await make());
        this.#say("");
      });
    });
  }

  /** Into the clipboard; where the page may not, the text is selected for the reader to copy. */
  async #copy(area: HTMLTextAreaElement): Promise<void> {
    const { text } = this.context;
    try {
      await navigator.clipboard.writeText(area.value);
      this.#say(text("shareCopied"));
    } catch {
      area.focus();
      area.select();
      this.#say(text("shareSelected"));
    }
  }
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const made = html("button", { type: "button" }, label);
  made.addEventListener("click", onClick);
  return made;
}
