/// What the error pages say to people, by status.
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

    private let texts: [Int: Text]
    private let other: Text

    /// - Parameters:
    ///   - texts: by status code.
    ///   - other: for every other status.
    public init(_ texts: [Int: Text], other: Text) {
        self.texts = texts
        self.other = other
    }

    /// The text for a status.
    public subscript(status: Int) -> Text {
        texts[status] ?? other
    }

    /// In Spanish.
    public static let spanish = ErrorTexts(
        [
            400: Text("Solicitud incorrecta", "El servidor no ha entendido lo que ha enviado su navegador."),
            401: Text("Inicie sesión", "Para ver esta página tiene que iniciar sesión."),
            403: Text("Acceso denegado", "No se permite esta petición. Si venía de otro sitio, vaya al inicio."),
            404: Text("Página no encontrada", "La página que busca no existe o ha cambiado de sitio."),
            405: Text("Método no permitido", "Esta dirección no admite lo que ha pedido su navegador."),
            413: Text("Envío demasiado grande", "Lo que ha enviado supera el tamaño permitido."),
            422: Text("Datos no válidos", "Revise los datos e inténtelo de nuevo."),
            429: Text("Demasiados intentos", "Espere un momento e inténtelo de nuevo."),
            500: Text("Algo ha fallado", "No ha sido culpa suya. Ya hemos tomado nota del error."),
            503: Text("Servicio no disponible", "Vuelva a intentarlo dentro de unos segundos."),
        ],
        other: Text("No se ha podido completar", "Vuelva al inicio e inténtelo de nuevo."))
}
