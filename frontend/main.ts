/** The one entry of every page: the style sheet, htmx, and what wakes up on the page. */
import "../static/css/index.css";
