@_exported public import EJSTemplates
@_exported public import HTTPCookies
@_exported public import Sessions
@_exported public import SignIn
