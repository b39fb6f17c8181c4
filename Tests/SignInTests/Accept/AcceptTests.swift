import HTTPTypes
import SignIn
import Testing

@Suite("Accept tells whether a client wants a page or JSON") struct AcceptTests {
    /// `Accept` fields, and what they ask for.
    static let rows: [(fields: [String], answer: Answer)] = [
        ([], .html), ([""], .html), (["*/*"], .html), (["text/html"], .html), (["application/json"], .json),
        (["Application/JSON"], .json), (["application/*"], .json), (["text/*"], .html),
        // As browsers send it with a navigation.
        (["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"], .html),
        // As axios sends it.
        (["application/json, text/plain, */*"], .json),
        // As jQuery's getJSON sends it.
        (["application/json, text/javascript, */*; q=0.01"], .json),
        // Of two equal qualities the closer name wins.
        (["*/*, application/json"], .json), (["*/*, application/*"], .json), (["*/*, text/html"], .html),
        (["application/json, text/*"], .json), (["application/*, text/html"], .html),
        (["application/*, text/*"], .html),
        // The order does not count, the quality does; where both are as good, it is a page.
        (["application/json, text/html"], .html), (["text/html, application/json"], .html),
        (["text/html;q=0.5, application/json"], .json), (["application/json;q=0.9, text/html"], .html),
        (["application/json;q=0.5, text/html;q=0.4"], .json), (["application/json;q=0.5, text/html;q=0.50"], .html),
        // The more specific range decides.
        (["application/json;q=0, */*"], .html), (["text/html;q=0, */*"], .json), (["text/*;q=0.1, */*;q=0.2"], .json),
        (["application/*;q=0.1, application/json;q=0.9, text/html;q=0.5"], .json),
        (["*/*;q=0.1, text/html"], .html), (["*/*, application/json;q=0.5"], .html),
        // Several fields read as one.
        (["text/html;q=0.1", "application/json"], .json), (["application/json", "text/html"], .html),
        // Blanks, parameters and what is no quality.
        (["text/html ; q=0.5 ,\tapplication/json ; q=0.6"], .json), (["application/json;charset=utf-8"], .json),
        (["application/json;profile=x;q=0.1, text/html;q=0.2"], .html),
        (["application/json;Q=0.1, text/html;q=0.2"], .html),
        (["application/json;q=nan, text/html;q=0.1"], .html), (["application/json;q=2"], .html),
        (["application/json;q=-1"], .html), (["application/json;q="], .html), (["application/json;q=0"], .html),
        // What neither is.
        (["image/png"], .html), (["application/problem+json"], .html), (["application/jsonx"], .html),
        ([",,;;,"], .html),
    ]

    @Test(arguments: rows)
    func `JSON only where it is wanted more than a page`(fields: [String], answer: Answer) {
        var headers = HTTPFields()
        headers[values: .accept] = fields
        #expect(Answer(acceptedBy: headers) == answer)
    }
}
