import Foundation
import Testing

@testable import EJSTemplates

/// What Node answers for numbers and dates; `Fixtures/record-primitives.cjs` has asked it.
enum Recorded {
    static let all: TemplateValue = {
        guard let url = Bundle.module.url(forResource: "Fixtures/primitives", withExtension: "json"),
            let bytes = try? Data(contentsOf: url), let json = try? TemplateValue(json: Array(bytes))
        else { return .undefined }
        return json
    }()

    static let formats = all["formats"].elements.map { Row(json: $0, name: $0["n"].text ?? "") }
    static let dates = all["dates"].elements.map { Row(json: $0, name: $0["zone"].text ?? "") }

    struct Row: Sendable, CustomTestStringConvertible {
        var json: TemplateValue
        var name: String
        var testDescription: String { name }
        subscript(key: String) -> TemplateValue { json[key] }
    }
}

extension TemplateValue {
    fileprivate subscript(position: Int) -> TemplateValue { elements[position] }

    fileprivate var number: Double {
        switch self {
        case .number(let number): number
        case .string("Infinity"): .infinity
        case .string("-Infinity"): -.infinity
        case .string(let text): Double(text) ?? .nan
        case .undefined, .null, .bool, .array, .object, .date: .nan
        }
    }
}

@Suite("Numbers are written as JavaScript writes them")
struct NumberFormatTests {
    @Test(arguments: Recorded.formats)
    func `with places, with digits, with an exponent and in other bases`(row: Recorded.Row) {
        let number = row["n"].number
        for pair in row["fixed"].elements { #expect(number.fixed(places: Int(pair[0].number)) == pair[1].text) }
        for pair in row["precise"].elements { #expect(number.precise(digits: Int(pair[0].number)) == pair[1].text) }
        for pair in row["exponential"].elements {
            let places = pair[0] == -1 ? nil : Int(pair[0].number)
            #expect(number.exponential(places: places) == pair[1].text)
        }
        for pair in row["radix"].elements { #expect(number.text(radix: Int(pair[0].number)) == pair[1].text) }
    }

    @Test func `the recorded rows are all there`() {
        #expect(Recorded.formats.count == 49 && Recorded.dates.count == 6)
    }
}

@Suite("Dates are read and written as JavaScript does")
struct DateTests {
    @Test(arguments: Recorded.dates)
    func `a text is read in every form that V8 reads`(row: Recorded.Row) throws {
        let zone = try #require(LocalZone(named: row.name))
        for pair in row["parsed"].elements {
            let time = DateReader.time(of: pair[0].text ?? "", in: zone)
            #expect(time.templateText == pair[1].text, "\(pair[0].text ?? "") in \(row.name)")
        }
    }

    @Test(arguments: Recorded.dates)
    func `year, month, day and clock lead to the same moment`(row: Recorded.Row) throws {
        let zone = try #require(LocalZone(named: row.name))
        for pair in row["local"].elements {
            let parts = pair[0].elements.map(\.number) + [0, 0, 0, 0]
            var year = parts[0]
            if 0...99 ~= year { year += 1900 }
            let day = pair[0].elements.count > 2 ? parts[2] : 1
            let local = CivilTime(
                year: year, month: parts[1], day: day, hour: parts[3], minute: parts[4], second: parts[5],
                millisecond: parts[6])
            #expect(zone.time(local: local.milliseconds).templateText == pair[1].text, "\(pair)")
        }
    }

    @Test(arguments: Recorded.dates)
    func `a moment is written in every form`(row: Recorded.Row) throws {
        let zone = try #require(LocalZone(named: row.name))
        for line in row["written"].elements {
            let time = line[0].number
            #expect(DateText.full(time, zone) == line[1].text)
            #expect(DateText.day(time, zone) == line[2].text)
            #expect(DateText.iso(time) == line[3].text)
            #expect(DateText.utc(time) == line[4].text)
            let local = zone.local(time)
            let moment = CivilTime(milliseconds: local)
            let parts = [
                moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second,
                Double(CivilTime.weekday(milliseconds: local)), (-zone.offset(time) / 60000).truncated,
            ]
            #expect(parts.map { ($0 + 0).templateText }.joined(separator: " ") == line[5].text)
        }
    }
}
