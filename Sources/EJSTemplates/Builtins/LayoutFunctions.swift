/// `contentFor` in a page and `defineContent` in its layout.
///
/// Source: express-ejs-layouts 2.5.1, measured: `contentFor`, `parseContents`, `defineContent`.
enum LayoutFunctions {
    static let all: [String: Builtin] = [
        "contentFor": { renderer, _, arguments throws(Fault) in
            let name = try renderer.text(of: arguments[0])
            renderer.sections.append((name, renderer.output.count))
            return .string("")
        },
        "defineContent": { renderer, _, arguments throws(Fault) in
            renderer.local(try renderer.text(of: arguments[0])) ?? .string("")
        },
    ]
}
