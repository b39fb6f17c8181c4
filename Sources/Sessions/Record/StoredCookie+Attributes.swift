import HTTPCookies

/// As Express reads each, and as we write it; what is off is absent.
extension StoredCookie {
    var domain: String? {
        get { self[.domain]?.string.flatMap { $0.isEmpty ? nil : $0 } }
        set { self[.domain] = newValue.map { RawValue($0) } }
    }

    var path: String {
        get { self[.path]?.string ?? "" }
        set { self[.path] = RawValue(newValue) }
    }

    var httpOnly: Bool {
        get { self[.httpOnly]?.isTruthy == true }
        set { self[.httpOnly] = RawValue(newValue) }
    }

    var secure: CookieOptions.Secure {
        get { self[.secure]?.string == "auto" ? .auto : self[.secure]?.isTruthy == true ? .always : .never }
        set {
            self[.secure] =
                switch newValue {
                case .always: RawValue(true)
                case .never: nil
                case .auto: RawValue("auto")
                }
        }
    }

    var partitioned: Bool {
        get { self[.partitioned]?.isTruthy == true }
        set { self[.partitioned] = newValue ? RawValue(true) : nil }
    }

    var priority: CookiePriority? {
        get {
            switch self[.priority]?.string?.lowercased() {
            case "low": .low
            case "medium": .medium
            case "high": .high
            default: nil
            }
        }
        set { self[.priority] = newValue.map { RawValue($0.rawValue.lowercased()) } }
    }

    var sameSite: CookieOptions.SameSite {
        get {
            if self[.sameSite]?.bool == true { return .strict }
            return self[.sameSite]?.string.flatMap { CookieOptions.SameSite(rawValue: $0.lowercased()) } ?? .absent
        }
        set { self[.sameSite] = newValue == .absent ? nil : RawValue(newValue.rawValue) }
    }
}

extension RawValue {
    /// What JavaScript holds to be true.
    ///
    /// Source: ECMA-262, ToBoolean.
    fileprivate var isTruthy: Bool {
        if let bool { return bool }
        if let double { return double != 0 }
        if let string { return !string.isEmpty }
        return self != .null
    }
}
