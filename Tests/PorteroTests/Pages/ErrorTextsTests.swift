import Portero
import Testing

@Suite("The error pages' texts") struct ErrorTextsTests {
    static let statuses = [
        400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 416, 417, 422, 429, 431, 500, 501, 503,
    ]

    @Test(arguments: statuses)
    func `say what has happened for each status that we answer`(status: Int) {
        let text = ErrorTexts.spanish[status]
        #expect(text.title != ErrorTexts.spanish[599].title)
        #expect(text.message.hasSuffix("."))
    }

    @Test func `say something for any other status`() {
        #expect(ErrorTexts.spanish[418].title == "No se ha podido completar")
    }
}
