import type { HtmxRequestCtx } from "htmx.org";
import { beforeEach, expect, test } from "vitest";
import { requestError } from "../request_errors";

beforeEach(() => {
  document.body.innerHTML =
    '<div id="words" data-sign-in="/account/login/" data-signed-out="signed out" data-forbidden="not yours" data-gone="gone" data-broken="broken" data-lost="lost"></div>';
});

function responded(status: number, headers: Record<string, string> = {}, url?: string): HtmxRequestCtx {
  const raw = { redirected: url !== undefined, url: url ?? "http://here/p/", status };
  return { response: { raw, status, headers: new Headers(headers) } } as unknown as HtmxRequestCtx;
}

test.each([
  [200, null],
  [422, null],
  [403, "not yours"],
  [404, "gone"],
  [500, "broken"],
  [429, "lost"],
])("a response of %i is reported as %s", (status, sentence) => expect(requestError(responded(status))).toBe(sentence));

test("while a form is being sent, what else arrives neither shows nor leads anywhere", () => {
  document.body.insertAdjacentHTML("beforeend", "<form data-sent></form>");
  expect(requestError(responded(200, { "HX-Redirect": "/p/" }))).toBe("");
});

test("a refusal is reported by its own sentence, not by ours", () => {
  expect(requestError(responded(409, { "HX-Trigger": '{"ronde:refused": "This round is closed."}' }))).toBe("");
});

test("a redirect to the sign-in page is reported as signed out", () => {
  expect(requestError(responded(200, {}, "http://here/account/login/?next=/p/"))).toBe("signed out");
});
