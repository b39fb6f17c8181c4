/// Where in a page a reader of HTML stands, as far as it matters for what escapes protect from.
///
/// Source: WHATWG HTML, 13.2.5 "Tokenization", without what is rare in views.
struct HTMLContext {
    enum Place: Equatable {
        case text
        case comment
        /// In `<script>` or `<style>`.
        case element(String)
        /// Between the attributes of a tag.
        case tag
        /// In the value of an attribute of an element, and whether the value begins here.
        case attribute(String, of: String, isQuoted: Bool, isStart: Bool)
    }

    private enum State {
        case text, open, name, closingName, inside, attributeName, afterName, beforeValue, value, comment, raw
    }

    private var state = State.text
    private var element: [UInt8] = []
    private var attribute: [UInt8] = []
    /// The quote around the value; 0 where there is none.
    private var quote: UInt8 = 0
    private var isStart = true
    /// The last bytes, for what ends comments and scripts.
    private var tail: [UInt8] = []

    var place: Place {
        switch state {
        case .text, .open, .name, .closingName: .text
        case .inside, .attributeName, .afterName: .tag
        case .beforeValue: .attribute(name(attribute), of: name(element), isQuoted: false, isStart: true)
        case .value: .attribute(name(attribute), of: name(element), isQuoted: quote != 0, isStart: isStart)
        case .comment: .comment
        case .raw: .element(name(element))
        }
    }

    /// Goes on over text of the view.
    mutating func read(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { read(byte) }
    }

    /// Goes on over something that a tag prints.
    mutating func readOutput() {
        switch state {
        case .beforeValue:
            state = .value
            quote = 0
            isStart = false
        case .inside, .afterName:
            state = .attributeName
            attribute = []
        case .value: isStart = false
        case .open: state = .name
        case .text, .name, .closingName, .attributeName, .comment, .raw: break
        }
    }

    private func name(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).lowercased() }
}

// MARK: - Byte by byte

extension HTMLContext {
    private mutating func read(_ byte: UInt8) {
        switch state {
        case .text: if byte == UInt8(ascii: "<") { state = .open }
        case .open: readOpening(byte)
        case .name, .closingName: readName(byte)
        case .inside, .afterName: readInside(byte)
        case .attributeName: readAttributeName(byte)
        case .beforeValue: readBeforeValue(byte)
        case .value: readValue(byte)
        case .comment: readComment(byte)
        case .raw: readRaw(byte)
        }
    }

    private mutating func readOpening(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "!"):
            state = .comment
            tail = []
        case UInt8(ascii: "/"):
            state = .closingName
            element = []
        case _ where Self.isLetter(byte):
            state = .name
            element = [byte]
        case _: state = .text
        }
    }

    private mutating func readName(_ byte: UInt8) {
        if byte == UInt8(ascii: ">") { return endTag() }
        if Self.isBlank(byte) || byte == UInt8(ascii: "/") {
            if state == .closingName { element = [] }
            state = .inside
        } else {
            element.append(byte)
        }
    }

    private mutating func readInside(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: ">"): endTag()
        case UInt8(ascii: "=") where state == .afterName: state = .beforeValue
        case UInt8(ascii: "/"): break
        case _ where Self.isBlank(byte): break
        case _:
            state = .attributeName
            attribute = [byte]
        }
    }

    private mutating func readAttributeName(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "="): state = .beforeValue
        case UInt8(ascii: ">"): endTag()
        case _ where Self.isBlank(byte): state = .afterName
        case _: attribute.append(byte)
        }
    }

    private mutating func readBeforeValue(_ byte: UInt8) {
        if byte == UInt8(ascii: ">") { return endTag() }
        guard !Self.isBlank(byte) else { return }
        let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        state = .value
        quote = isQuote ? byte : 0
        isStart = isQuote
    }

    private mutating func readValue(_ byte: UInt8) {
        if quote != 0 ? byte == quote : Self.isBlank(byte) {
            state = .inside
        } else if quote == 0, byte == UInt8(ascii: ">") {
            endTag()
        } else if !Self.isBlank(byte) {
            isStart = false
        }
    }

    private mutating func endTag() {
        let name = name(element)
        let isRaw = state != .closingName && (name == "script" || name == "style")
        state = isRaw ? .raw : .text
        tail = []
    }

    private mutating func readComment(_ byte: UInt8) {
        keep(byte, 4)
        // `<!doctype html>` ends at once, `<!-- … -->` at its end.
        let isDeclaration = !tail.isEmpty && tail[0] != UInt8(ascii: "-")
        if byte == UInt8(ascii: ">"), isDeclaration || tail.suffix(3) == Array("-->".utf8)[...] { state = .text }
    }

    private mutating func readRaw(_ byte: UInt8) {
        keep(byte, element.count + 3)
        let end = Array("</".utf8) + element + [UInt8(ascii: ">")]
        if byte == UInt8(ascii: ">"), name(tail).hasSuffix(name(end)) { state = .text }
    }

    private mutating func keep(_ byte: UInt8, _ count: Int) {
        tail.append(byte)
        if tail.count > count { tail.removeFirst() }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
