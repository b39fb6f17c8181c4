/// What a new account's parts must look like.
enum AccountRules {
    static let usernameByteCounts = 1...256
    static let nameByteCounts = 1...256
    static let usrIdByteCounts = 1...256

    /// JavaScript reads larger integers inexactly, so that Express would see another user.
    ///
    /// Source: ECMA-262, Number.MAX_SAFE_INTEGER.
    static let largestUsrId = 1 << 53 - 1

    static func allows(username: String) -> Bool {
        usernameByteCounts.contains(username.utf8.count) && isTidy(username)
    }

    static func allows(name: String) -> Bool {
        nameByteCounts.contains(name.utf8.count) && isTidy(name)
    }

    static func allows(usrId: UserID) -> Bool {
        switch usrId {
        case .integer(let number): (-largestUsrId...largestUsrId).contains(number)
        case .text(let text): usrIdByteCounts.contains(text.utf8.count) && isTidy(text)
        }
    }

    /// A browser's password field takes no line breaks, and a keyboard types no control characters.
    static func hasControlCharacters(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// No control characters or line breaks, and no white space at either end.
    private static func isTidy(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return false }
        guard !first.properties.isWhitespace, !last.properties.isWhitespace else { return false }
        return scalars.allSatisfy {
            switch $0.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }
}
