import EJSTemplates
import Testing

@Suite("No input is too strange")
struct HostileInputTests {
    @Test func `5000 mutations of the recorded views are rendered or refused, never worse`() {
        var random = SeededGenerator(state: 20_261_121)
        let seeds = Golden.all.map { (Array($0.template.utf8), $0.data, $0.files) }
        var counts = (rendered: 0, refused: 0)
        for _ in 0..<5000 {
            guard let (bytes, data, files) = seeds.randomElement(using: &random) else { break }
            let view = String(decoding: Mutation.mutate(bytes, seeds.map(\.0), &random), as: UTF8.self)
            let limits = TemplateLimits(steps: 20_000, outputBytes: 20_000)
            do {
                _ = try render(view, data, with: files, limits: limits)
                counts.rendered += 1
            } catch {
                counts.refused += 1
            }
        }
        print("mutations: \(counts.rendered) rendered, \(counts.refused) refused")
        #expect(counts.rendered > 500 && counts.refused > 500)
    }

    /// Ten thousand times each: a quadratic reader would not be back within the minute.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "<%", "%>", "<%%", "%%>", "<%= '", "<%= `${", "<%= (", "<% if (", "<% /*", "<% //\n", "<% ; %>",
            "x<% { } %>",
            "<%= a. ", "<% l.forEach(x => {", "<%= \\u", "<% let a", "<%= 1e", "<%# ", "\r\n", "<%= [a,", "-%>\n",
            "<%= {a,", "<% f(", "<% a => ", "<% (a, ", "<% ({a = ", "<% [a = ", "<% function f(a) {", "<% a = ",
            "<% a.b = ",
            "<% ...", "<%= /a", "<%= /(a|b)*/", "<% while (a) ", "<% do ", "<% for (a of ", "<% let {a} = ", "<% a ? ",
            "<% f(() => {", "<%= a ** ", "<% include a", "<%= `${`", "<% a++ ", "<% delete a.", "<% a, ",
            "<%= nobody(1) %>",
            "<%- include('home') %>", "<%- include('none') %>", "<%= 'a'.nothing() %>", "<% const c = 1 %>",
            "<% else ", "<% } %>", "<%= (a,a", "<%= a?", "<%- include('",
        ])
    func `a part that is repeated without end is read in time`(part: String) {
        let view = String(repeating: part, count: 10_000)
        let result = Result { try Templates(sources: ["home.ejs": view]) }
        if case .failure(let error) = result { #expect(error is TemplateLoadError) }
    }

    /// What takes a matcher that goes back exponential time, and a bad one quadratic.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "/(a*)*b/", "/(a+)+$/", "/(a|a)*c/", "/(.*)*x/", "/^(([a-z])+.)+[A-Z]([a-z])+$/", "/(a?){200}a{200}/",
        ])
    func `no text takes a regular expression long`(pattern: String) throws {
        let text = TemplateValue.string(String(repeating: "a", count: 5000))
        _ = try? render("<%= \(pattern).test(text) %>", ["text": text])
    }

    @Test(.timeLimit(.minutes(1))) func `an object with many keys is read in time`() throws {
        let keys = (0..<20_000).reversed().map { "\"\($0)\":\($0)" }
        let json = "{" + keys.joined(separator: ",") + "}"
        let object = try TemplateValue(json: json).object
        #expect(object.count == 20_000)
        #expect(Array(object.map(\.key).prefix(2)) == ["0", "1"])
    }
}

private enum Mutation {
    private static let parts = [
        "<%", "%>", "<%=", "<%-", "<%_", "_%>", "-%>", "<%%", "%%>", "{", "}", "(", ")", "[", "]", "'", "\"", "`", "${",
        ";",
        ",", ".", "?.", "??", "=>", "forEach", "include", "const ", "let ", "var ", "for ", "if ", "else ", "typeof ",
        "==",
        "+", "-", "++", "/", "\\", "\n", "\u{2028}", "é", "😀", "\0", "0", "1e9", "locals", "function", "return",
        "break",
        "continue", "of ", "in ", "=> ", "...", "??=", "++", "while (", "do {", "function f(", "({a, b}) ", "[a, b] = ",
        "delete ", "/a+/g", "layout(", "partial(", "process.env.", ".map(", "x => x", "/*", "*/", "//",
    ].map { Array($0.utf8) }

    static func mutate(_ bytes: [UInt8], _ others: [[UInt8]], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...6, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: parts.randomElement(using: &random) ?? [], at: place)
            case 2: bytes.replaceSubrange(place..<end, with: parts.randomElement(using: &random) ?? [])
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: end)
            default: bytes.insert(contentsOf: (others.randomElement(using: &random) ?? []).prefix(30), at: place)
            }
        }
        return bytes
    }
}

/// The same numbers at each run.
///
/// Source: SplitMix64, Steele, Lea and Flood 2014.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
