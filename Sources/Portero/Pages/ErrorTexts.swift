/// What the error pages say to people, by status: what has happened, and what to do next.
public struct ErrorTexts: Sendable {
    /// A title and a sentence below it.
    public struct Text: Sendable {
        /// A few words.
        public let title: String
        /// A sentence or two.
        public let message: String

        /// - Parameters:
        ///   - title: a few words.
        ///   - message: a sentence or two.
        public init(_ title: String, _ message: String) {
            self.title = title
            self.message = message
        }
    }

    /// The texts' language, as HTML names it: `es`.
    public let language: String
    /// A sentence that says in how many seconds to try again.
    public let wait: @Sendable (_ seconds: Int) -> String
    private let texts: [Int: Text]
    private let other: Text

    /// - Parameters:
    ///   - texts: by status code.
    ///   - other: for every other status.
    ///   - language: as HTML names it, such as `es`.
    ///   - wait: a sentence that says in how many seconds to try again.
    public init(
        _ texts: [Int: Text], other: Text, language: String, wait: @escaping @Sendable (_ seconds: Int) -> String
    ) {
        self.texts = texts
        self.other = other
        self.language = language
        self.wait = wait
    }

    /// The text for a status.
    public subscript(status: Int) -> Text {
        texts[status] ?? other
    }
}

extension ErrorTexts {
    /// In Spanish.
    public static let spanish = ErrorTexts(
        spanishTexts, other: Text("No se ha podido completar", "Vuelva al inicio e inténtelo de nuevo."),
        language: "es", wait: spanishWait)

    private static let spanishTexts = [
        400: Text(
            "Solicitud incorrecta",
            "El servidor no ha entendido lo que ha enviado su navegador. Vuelva atrás, revise los datos y envíelos de nuevo."
        ),
        401: Text("Inicie sesión", "Para ver esta página tiene que iniciar sesión."),
        403: Text(
            "Acceso denegado", "No se permite esta petición. Si llegó aquí desde otro sitio, empiece desde el inicio."),
        404: Text(
            "Página no encontrada",
            "La página que busca no existe o ha cambiado de sitio. Revise la dirección o vuelva al inicio."),
        405: Text(
            "Método no permitido", "Esta dirección no admite lo que ha pedido su navegador. Siga desde el inicio."),
        406: Text("Formato no disponible", "Esta página no existe en el formato que ha pedido su programa."),
        408: Text(
            "Se ha agotado el tiempo",
            "Lo que ha enviado no llegó completo a tiempo. Compruebe su conexión e inténtelo de nuevo."),
        409: Text("Los datos han cambiado", "Vuelva a cargar la página e inténtelo de nuevo."),
        410: Text("Página retirada", "La página que busca existió, pero ya no está."),
        412: Text("Los datos han cambiado", "Vuelva a cargar la página antes de guardar sus cambios."),
        413: Text(
            "Envío demasiado grande", "Lo que ha enviado supera el tamaño permitido. Vuelva atrás y envíe menos."),
        414: Text(
            "Dirección demasiado larga",
            "La dirección es más larga de lo que el servidor admite. Siga desde el inicio."),
        415: Text("Formato no admitido", "El servidor no admite el formato de lo que ha enviado."),
        416: Text(
            "Fragmento no disponible",
            "El archivo no tiene la parte que ha pedido su navegador. Descárguelo desde el principio."),
        417: Text("Condición no admitida", "El servidor no puede cumplir la condición que ha puesto su programa."),
        422: Text("Datos no válidos", "Vuelva atrás, revise los datos e inténtelo de nuevo."),
        429: Text("Demasiados intentos", "Ha hecho demasiadas peticiones. Espere un momento e inténtelo de nuevo."),
        431: Text(
            "Cabeceras demasiado grandes",
            "Su navegador envía más datos de los admitidos. Borre las cookies de este sitio e inténtelo de nuevo."),
        500: Text("Algo ha fallado", "No ha sido culpa suya, y ya hemos tomado nota. Puede volver a intentarlo."),
        501: Text("Función no disponible", "El servidor no sabe hacer lo que ha pedido su navegador."),
        503: Text("Servicio no disponible", "Ahora mismo no podemos atenderle. Vuelva a intentarlo en breve."),
    ]

    /// Rounded up to whole minutes from two minutes on, and to whole hours from two hours on.
    @Sendable private static func spanishWait(_ seconds: Int) -> String {
        let (number, unit) =
            switch seconds {
            case ..<120: (seconds, "segundo")
            case ..<7200: ((seconds - 1) / 60 + 1, "minuto")
            default: ((seconds - 1) / 3600 + 1, "hora")
            }
        return "Puede volver a intentarlo dentro de \(number) \(unit)\(number == 1 ? "" : "s")."
    }
}
