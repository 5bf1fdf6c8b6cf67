namespace Relevo.Providers.Sending;

/// <summary>What of a message a refusal is about.</summary>
public enum MessagePart
{
    /// <summary>Its type.</summary>
    Type = 0,

    /// <summary>Whom it is for.</summary>
    Recipient = 1,

    /// <summary>Its text, caption or body.</summary>
    Text = 2,

    /// <summary>The message it answers.</summary>
    ReplyTo = 3,

    /// <summary>Where its media is.</summary>
    Media = 4,

    /// <summary>The media type of its media.</summary>
    MimeType = 5,

    /// <summary>The name of its template.</summary>
    TemplateName = 6,

    /// <summary>The language of its template.</summary>
    TemplateLanguage = 7,

    /// <summary>The parameters of its template.</summary>
    TemplateComponents = 8,

    /// <summary>Its header.</summary>
    Header = 9,

    /// <summary>Its footer.</summary>
    Footer = 10,

    /// <summary>Its buttons.</summary>
    Buttons = 11,

    /// <summary>The button that opens its list.</summary>
    ListButton = 12,

    /// <summary>The rows of its list.</summary>
    Sections = 13,

    /// <summary>Its place.</summary>
    Location = 14,

    /// <summary>The message it reacts to.</summary>
    Reaction = 15,
}
