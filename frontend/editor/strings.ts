/**
 * The editor's strings, which the template writes in the reader's language: one JSON object in
 * `<script type="application/json" id="…">` (`json_script`), named by `data-strings`. The keys, and their English
 * strings ({…} is filled in here):
 *
 *   saved             saved {time}
 *   saving            saving…
 *   not_saved         not saved
 *   offline           offline
 *   offline_kept      offline, kept on this device
 *   connecting        connecting…
 *   read_only         read only
 *   bar_unsaved       Not saved since {time}. Your text is kept on this device.
 *   bar_unkept        Not saved since {time}. This browser keeps no copy: leave this page open.
 *   bar_read_only     This text can no longer be changed here. What you wrote since {time} is not saved: take a copy.
 *   bar_signed_out    You are signed out. Sign in in another tab, then try again: your text is still here.
 *   bar_no_access     You have no access to this document any more.
 *   bar_gone          This document is no longer there.
 *   bar_outdated      Ronde has been renewed. Load the page again to go on writing: nothing is lost.
 *   bar_rejected      The server could not take your last change. Take a copy of your text, then start again from the saved text.
 *   bar_too_large     Your last change is too large to be saved. Take a copy of your text, then start again from the saved text.
 *   bar_full          This document has reached its largest size, and your last change is not saved. …
 *   bar_conflict      This document was set back while you were away. What you had written since is kept here as a copy, from {time}.
 *   try_again         Try again
 *   reload            Load again
 *   copy_text         Copy my text
 *   download_text     Download my text
 *   drop_copy         Discard the copy
 *   start_again       Start again from the saved text
 *   copied            Copied
 *   editor            Text of the document
 *   placeholder       Write, or press / for what there is
 *   task              Done: {text}
 *   picture           Picture
 *   elsewhere         on {host}, not shown here
 *   toolbar           Format
 *   style             Text
 *   more              More
 *   paragraph         Text
 *   heading_1         Heading 1
 *   heading_2         Heading 2
 *   heading_3         Heading 3
 *   heading_4         Heading 4
 *   bold              Bold
 *   italic            Italic
 *   underline         Underline
 *   strike            Strikethrough
 *   code              Code
 *   bullet_list       List
 *   ordered_list      Numbered list
 *   task_list         Tasks
 *   quote             Quotation
 *   code_block        Block of code
 *   rule              Divider
 *   table             Table
 *   row_below         Add a row below
 *   row_delete        Remove the row
 *   column_after      Add a column after
 *   column_delete     Remove the column
 *   table_delete      Remove the table
 *   undo              Undo
 *   redo              Redo
 *   link              Link
 *   link_address      Address
 *   link_set          Add link
 *   link_remove       Remove the link
 *   link_open         Open
 *   link_copy         Copy
 *   link_change       Change
 *   link_drop         Remove
 *   insert            Insert
 *   insert_none       Nothing called “{typed}”
 *   date_insert       Today’s date
 *   emoji_insert      Emoji
 *   comment_insert    Comment on this paragraph
 *   page_insert       New page below
 *   here_more         +{count}
 *   guest             guest
 *   comment_select    Select the words that you comment on.
 *   comment_gone      Here stood words with a comment
 *   just_written      A person has just written in it: a moment to read it.
 *   callout_note      Note
 *   callout_tip       Tip
 *   callout_important  Important
 *   callout_warning   Warning
 *   callout_caution   Danger
 *   details           Collapsible section
 *   details_open      Unfold {title}
 *   details_close     Fold {title}
 *   code_language     Language of the code
 *   code_plain        Plain
 *   formula           Formula
 *   formula_inline    Formula in the line
 *   formula_block     Formula on its own line
 *   formula_latex     LaTeX
 *   node_save         Save
 *   node_delete       Remove
 *   picture_insert    Picture
 *   picture_close     Close
 *   picture_crop      Crop
 *   picture_crop_save  Crop the picture
 *   picture_uncrop    Undo the crop
 *   picture_crop_left  Left edge
 *   picture_crop_top  Upper edge
 *   picture_crop_right  Right edge
 *   picture_crop_bottom  Lower edge
 *   picture_coming    A picture is on its way…
 *   pictures_lost     {count} pictures could not come along: copy them one by one, or insert the files.
 *   picture_edit      Describe the picture
 *   picture_alt       What it shows (for those who cannot see it)
 *   picture_caption   Caption
 *   picture_width     Width
 *   picture_width_own  Its own
 *   attach            File
 *   uploading         {name} is being sent
 *   upload_cancel     Cancel
 *   upload_failed     {name} could not be sent. Try again.
 *   emoji             Emoji
 *   embed_insert      Card of a decision, an action, a track…
 *   embed_offline     {name} (its card comes with the connection)
 *   footnote          Footnote
 *   footnote_insert   Footnote
 *   diagram_insert    Diagram (Mermaid)
 *   diagram_of        Diagram: {source}
 *   diagram_not       This diagram cannot be drawn.
 *   contents          Contents
 *   contents_insert   Table of contents
 *   contents_none     The headings of this text will stand here.
 *   columns_2         Two columns
 *   columns_3         Three columns
 *   mention_insert    Mention someone
 *   mention_people    People and circles
 *   mention_none      No match
 *   reference_insert  Link to a decision, an action, a document…
 *   mention_things    Decisions, actions, documents
 *   mention_clauses   Clauses
 *   card              About this mention
 *   card_none         There is nothing here that you can see.
 *   row_above         Add a row above
 *   column_before     Add a column before
 *   header_row        Header row
 *   header_column     Header column
 *   cells_merge       Merge the cells
 *   cell_split        Split the cell
 *   clause_made       {key} is a clause now.
 *   clause_not_made   This block could not become a clause; try again in a moment.
 *   suspect           suspect
 *   column_wider      Wider column
 *   column_narrower   Narrower column
 *   block             Block
 *   task_tick         Tick, untick
 *   details_fold      Unfold, fold
 *   block_up          Move up
 *   block_down        Move down
 *   block_copy        Duplicate
 *   block_link        Copy link
 *   block_delete      Delete block
 *   link_copied       Link copied
 *   link_not_yet      This block is being saved; try again in a few seconds.
 *   find              Find
 *   find_next         Next match
 *   find_previous     Previous match
 *   find_count        {at} of {count}
 *   find_close        Close the search
 *   replace           Replace
 *   replace_all       Replace all
 *   replace_with      Replace with
 *   keys              Keyboard shortcuts
 *   words             {count} words
 *   word              one word
 *   words_of          {count} of {all} words
 *   letters           {words}, characters: {count}
 *   turn_into         Turn into
 *   block_menu        What to do with the block
 *   selection         Selected words
 *   text_colour       Text colour
 *   highlight_colour  Highlight
 *   colour            Colour
 *   colour_none       No colour
 *   superscript       Superscript
 *   clear_looks       Clear formatting
 *   subscript         Subscript
 *   highlight         Highlight
 *   align_start       Align left
 *   align_center      Centre
 *   align_right       Align right
 *   align_justify     Justify
 *   alignment         Alignment
 *   words_look        Words
 *   lists             Lists
 *   document          Document
 *   table_row         Row
 *   table_column      Column
 *   row_up            Move the row up
 *   row_down          Move the row down
 *   column_sum        Sum of the column
 *   sort_up           Sort A to Z, 0 to 9
 *   sort_down         Sort Z to A, 9 to 0
 *   comment           Comment on the selected words
 *   suggest           Suggest a change here
 *   colour_grey       Grey
 *   colour_red        Red
 *   colour_orange     Orange
 *   colour_yellow     Yellow
 *   colour_green      Green
 *   colour_blue       Blue
 *   colour_violet     Violet
 *   unread_at         {at} of {count}
 *   unread_at_by      {at} of {count}, by {by}
 */
import { formatTime, pageZone } from "../strings";

export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Reads the strings that `element` names. A missing string is shown as its key. */
export function readStrings(element: HTMLElement): Translate {
  const source = document.getElementById(element.dataset.strings ?? "");
  const strings: unknown = JSON.parse(source?.textContent || "{}");
  const known = new Map(typeof strings === "object" && strings !== null ? Object.entries(strings) : []);
  return (key, values = {}) => {
    const text = known.get(key);
    return typeof text === "string" ? text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all)) : key;
  };
}

/** A time of day in the page's language; with the day when it is not today. */
export function formatMoment(at: number): string {
  const language = document.documentElement.lang || undefined;
  const days = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: pageZone() });
  const day = days.format(at);
  if (day === days.format()) return formatTime(at);
  return `${day}, ${formatTime(at)}`;
}
