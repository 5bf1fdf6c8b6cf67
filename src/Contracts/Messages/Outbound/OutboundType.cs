namespace Relevo.Contracts.Messages.Outbound;

/// <summary>What a message to be sent is. The wire word is the name in lower case.</summary>
public enum OutboundType
{
    /// <summary>Text.</summary>
    Text = 0,

    /// <summary>A picture.</summary>
    Image = 1,

    /// <summary>A video.</summary>
    Video = 2,

    /// <summary>Sound or a voice note.</summary>
    Audio = 3,

    /// <summary>A file.</summary>
    Document = 4,

    /// <summary>A sticker.</summary>
    Sticker = 5,

    /// <summary>A template the provider has approved; allowed outside the 24-hour window.</summary>
    Template = 6,

    /// <summary>Up to three buttons to tap.</summary>
    Buttons = 7,

    /// <summary>A list to choose a row from.</summary>
    List = 8,

    /// <summary>A place.</summary>
    Location = 9,

    /// <summary>An emoji on an earlier message.</summary>
    Reaction = 10,
}
