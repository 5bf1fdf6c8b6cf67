namespace Relevo.Gateway.Configuration.Loading;

/// <summary>What stands at one place of the settings file.</summary>
internal enum SettingNodeKind
{
    /// <summary>Named members.</summary>
    Members = 0,

    /// <summary>A list.</summary>
    Items = 1,

    /// <summary>A text.</summary>
    Text = 2,

    /// <summary>A number.</summary>
    Number = 3,

    /// <summary>True or false.</summary>
    Flag = 4,

    /// <summary>Nothing.</summary>
    Nothing = 5,
}
