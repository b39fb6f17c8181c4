import EJSTemplates
import Testing

/// What "Differences from EJS" says, entry by entry.
@Suite("Where views differ from EJS")
struct DifferencesTests {
    @Test func `two empty lists of the data are one and the same`() throws {
        #expect(
            try render("<%= a === b %><%= c === d %><%= c === c %>", ["a": [], "b": [], "c": [1], "d": [1]])
                == "truefalsetrue")
        #expect(try render("<%= [] === [] %><%= a == b %>", ["a": [:], "b": []]) == "falsefalse")
    }

    @Test func `half of a surrogate pair prints as U+FFFD, alone and put together again`() throws {
        #expect(
            try render("<%= s[0] %>|<%= s[0] + s[1] %>|<%= s.length %>", ["s": "😀"]) == "\u{FFFD}|\u{FFFD}\u{FFFD}|2")
    }

    @Test func `a name declared later in the block is refused, reached or not`() throws {
        #expect(throws: TemplateLoadError.self) { try render("<% if (false) { x } let x = 1 %>") }
    }

    @Test func `an assignment to a const is refused when views are loaded`() throws {
        #expect(throws: TemplateLoadError.self) { try render("<% const c = 1; if (false) { c = 2 } %>") }
    }

    @Test func `an empty tag is refused`() throws {
        #expect(try failure(of: "a<%=%>").message == "the tag is empty")
        #expect(try render("<%= %><% %>") == "")
    }

    @Test func `a comment may follow the semicolon of an output tag`() throws {
        #expect(try render("<%= 1; // one %>") == "1")
    }

    @Test func `a host's global is an absent name`() throws {
        #expect(try render("<%= typeof performance %>") == "undefined")
    }

    @Test func `a method is no value`() throws {
        #expect(try render("<%= typeof 'a'.trim %><%= typeof [].map %>") == "undefinedundefined")
    }

    @Test func `an absolute path starts at the views folder`() throws {
        #expect(try render("<%- include('/a') %>", with: ["a.ejs": "A"]) == "A")
    }
}
