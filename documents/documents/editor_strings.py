"""What the editor says, in the reader's language (frontend/editor/strings.ts says where each is used)."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.richtext.looks import colour_names


def editor_words(*, only_comments: bool = False) -> dict[str, str]:
    """Return the editor's words by key; `{time}` and the like are filled in by the page. Who `only_comments` reads that
    they may, where others read that they may not write.
    """
    words = {**_signs(), **_bars(), **_tools(), **_looks(), **_inserted(), **_blocks()}
    return words | {"read_only": _("you can comment")} if only_comments else words


def _signs() -> dict[str, str]:
    return {
        "saved": _("saved {time}"),
        "saving": _("saving…"),
        "not_saved": _("not saved"),
        "offline": _("offline"),
        "offline_kept": _("offline, kept on this device"),
        "connecting": _("connecting…"),
        "read_only": _("read only"),
        "editor": _("Text of the document"),
        "placeholder": _("Write, or press / for what there is"),
        "task": _("Done: {text}"),
        "picture": _("Picture"),
        "elsewhere": _("on {host}, not shown here"),
        "here_more": _("+{count}"),
        "guest": _("guest"),
        "suspect": _("suspect"),
        "clause_made": _("{key} is a clause now."),
        "clause_not_made": _("This block could not become a clause; try again in a moment."),
        "comment_select": _("Select the words that you comment on."),
        "comment_gone": _("Here stood words with a comment"),
        "just_written": _("Someone has just written in it: a moment to read it."),
    }


def _bars() -> dict[str, str]:
    return {
        "bar_unsaved": _("Not saved since {time}. Your text is kept on this device."),
        "bar_unkept": _("Not saved since {time}. This browser keeps no copy: leave this page open."),
        "bar_read_only": _(
            "This text can no longer be changed here. What you wrote since {time} is not saved: take a copy."
        ),
        "bar_signed_out": _("You are signed out. Sign in in another tab, then try again: your text is still here."),
        "bar_no_access": _("You no longer have access to this document."),
        "bar_gone": _("This document no longer exists."),
        "bar_outdated": _("Ronde has been updated. Reload the page to continue writing: nothing is lost."),
        "bar_rejected": _(
            "The server could not take your last change. "
            "Take a copy of your text, then start again from the saved text."
        ),
        "bar_too_large": _(
            "Your last change is too large to be saved. Take a copy of your text, then start again from the saved text."
        ),
        "bar_full": _(
            "This document has reached its largest size, and your last change is not saved. Take a copy of your text, "
            "then delete a part of the saved text or go on in a new document."
        ),
        "bar_conflict": _(
            "This document was set back while you were away. "
            "What you had written since is kept here as a copy, from {time}."
        ),
        "try_again": _("Try again"),
        "reload": _("Load again"),
        "copy_text": _("Copy my text"),
        "download_text": _("Download my text"),
        "drop_copy": _("Discard the copy"),
        "start_again": _("Start again from the saved text"),
        "copied": _("Copied"),
    }


def _tools() -> dict[str, str]:
    return {
        "toolbar": _("Format"),
        "style": _("Text"),
        "more": _("More"),
        "paragraph": _("Text"),
        "heading_1": _("Heading 1"),
        "heading_2": _("Heading 2"),
        "heading_3": _("Heading 3"),
        "heading_4": _("Heading 4"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "underline": _("Underline"),
        "strike": _("Strikethrough"),
        "code": _("Code"),
        "bullet_list": _("List"),
        "ordered_list": _("Numbered list"),
        "task_list": _("Tasks"),
        "quote": _("Quotation"),
        "code_block": _("Block of code"),
        "rule": _("Divider"),
        "table": _("Table"),
        "row_below": _("Add a row below"),
        "row_delete": _("Remove the row"),
        "column_after": _("Add a column after"),
        "column_delete": _("Remove the column"),
        "table_delete": _("Remove the table"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "link": _("Link"),
        "link_address": _("Address"),
        "link_set": _("Add link"),
        "link_remove": _("Remove the link"),
        "link_open": pgettext("a link", "Open"),
        "link_copy": pgettext("a link", "Copy"),
        "link_change": pgettext("a link", "Change"),
        "link_drop": pgettext("a link", "Remove"),
        "insert": _("Insert"),
        "insert_none": _("Nothing called “{typed}”"),
        "date_insert": _("Today’s date"),
        "emoji_insert": _("Emoji"),
        "comment_insert": _("Comment on this paragraph"),
        "page_insert": _("New page below"),
    }


def _looks() -> dict[str, str]:
    return {
        "selection": _("Selected words"),
        "text_colour": _("Text colour"),
        "highlight_colour": _("Highlight"),
        "colour": _("Colour"),
        "colour_none": _("No colour"),
        "superscript": _("Superscript"),
        "subscript": _("Subscript"),
        "highlight": _("Highlight"),
        "clear_looks": _("Clear formatting"),
        "align_start": _("Align left"),
        "align_center": _("Centre"),
        "align_right": _("Align right"),
        "align_justify": _("Justify"),
        "alignment": _("Alignment"),
        "words_look": _("Words"),
        "lists": _("Lists"),
        "document": _("Document"),
        "comment": _("Comment on the selected words"),
        "suggest": _("Suggest a change here"),
        **{f"colour_{colour}": capfirst(name) for colour, name in colour_names().items()},
    }


def version_words() -> dict[str, str]:
    """Return the words of the slider and of who wrote what, by key."""
    return {
        "loading": _("Loading the history…"),
        "loaded": _("Loading the history: {percent}%"),
        "failed": _("The history could not be loaded. Choose it again to retry."),
        "play": _("Play the history"),
        "pause": _("Pause"),
        "from": _("from {time}"),
        "removed_by": _("removed by {name}"),
        "written_by": _("written by {name}"),
        "task": _("Done: {text}"),
        "picture": _("Picture"),
        "elsewhere": _("on {host}, not shown here"),
    }


def _inserted() -> dict[str, str]:
    return {
        "callout_note": _("Note"),
        "callout_tip": _("Tip"),
        "callout_important": _("Important"),
        "callout_warning": _("Warning"),
        "callout_caution": _("Danger"),
        "details": _("Collapsible section"),
        "details_open": _("Unfold {title}"),
        "details_close": _("Fold {title}"),
        "code_language": _("Language of the code"),
        "code_plain": _("Plain"),
        "formula": _("Formula"),
        "formula_inline": _("Formula in the line"),
        "formula_block": _("Formula on its own line"),
        "formula_latex": _("LaTeX"),
        "node_save": _("Save"),
        "node_delete": _("Remove"),
        "picture_insert": _("Picture"),
        "picture_close": _("Close"),
        "picture_crop": _("Crop"),
        "picture_crop_save": _("Crop the picture"),
        "picture_uncrop": _("Undo the crop"),
        "picture_crop_left": _("Left edge"),
        "picture_crop_top": _("Upper edge"),
        "picture_crop_right": _("Right edge"),
        "picture_crop_bottom": _("Lower edge"),
        "picture_coming": _("A picture is on its way…"),
        "pictures_lost": _("{count} pictures could not come along: copy them one by one, or insert the files."),
        "picture_edit": _("Describe the picture"),
        "picture_alt": _("What it shows (for those who cannot see it)"),
        "picture_caption": _("Caption"),
        "picture_width": _("Width"),
        "picture_width_own": _("Its own"),
        "attach": _("File"),
        "uploading": _("{name} is being sent"),
        "upload_cancel": _("Cancel"),
        "upload_failed": _("{name} could not be sent. Try again."),
        "emoji": _("Emoji"),
        "embed_insert": _("Card of a decision, an action, a track…"),
        "embed_offline": _("{name} (its card comes with the connection)"),
        "footnote": _("Footnote"),
        "footnote_insert": _("Footnote"),
        "diagram_insert": _("Diagram (Mermaid)"),
        "diagram_of": _("Diagram: {source}"),
        "diagram_not": _("This diagram cannot be drawn."),
        "contents": _("Contents"),
        "contents_insert": _("Table of contents"),
        "contents_none": _("The headings of this text will stand here."),
        "columns_2": _("Two columns"),
        "columns_3": _("Three columns"),
        "mention_insert": _("Mention someone"),
        "mention_people": _("People and circles"),
        "mention_none": _("No match"),
        "reference_insert": _("Link to a decision, an action, a document…"),
        "mention_things": _("Decisions, actions, documents"),
        "mention_clauses": _("Clauses"),
        "card": _("About this mention"),
        "card_none": _("There is nothing here that you can see."),
    }


def _blocks() -> dict[str, str]:
    return {
        "row_above": _("Add a row above"),
        "column_before": _("Add a column before"),
        "header_row": _("Header row"),
        "header_column": _("Header column"),
        "cells_merge": _("Merge the cells"),
        "cell_split": _("Split the cell"),
        "column_wider": _("Wider column"),
        "column_narrower": _("Narrower column"),
        "turn_into": _("Turn into"),
        "block_menu": _("What to do with the block"),
        "table_row": _("Row"),
        "table_column": _("Column"),
        "row_up": _("Move the row up"),
        "row_down": _("Move the row down"),
        "column_sum": _("Sum of the column"),
        "sort_up": _("Sort A to Z, 0 to 9"),
        "sort_down": _("Sort Z to A, 9 to 0"),
        "block": _("Block"),
        "task_tick": _("Tick, untick"),
        "details_fold": _("Unfold, fold"),
        "block_up": _("Move up"),
        "block_down": _("Move down"),
        "block_copy": _("Duplicate"),
        "block_link": _("Copy link"),
        "block_delete": _("Delete block"),
        "link_copied": _("Link copied"),
        "link_not_yet": _("This block is being saved; try again in a few seconds."),
        "find": _("Find"),
        "find_next": _("Next match"),
        "find_previous": _("Previous match"),
        "find_count": _("{at} of {count}"),
        "find_close": _("Close the search"),
        "replace": _("Replace"),
        "replace_all": _("Replace all"),
        "replace_with": _("Replace with"),
        "keys": _("Keyboard shortcuts"),
        "words": _("{count} words"),
        "word": pgettext("of a text", "one word"),
        "words_of": _("{count} of {all} words"),
        "letters": _("{words}, characters: {count}"),
        "unread_at": pgettext("change", "{at} of {count}"),
        "unread_at_by": pgettext("change", "{at} of {count}, by {by}"),
    }
