namespace Relevo.Contracts.Messages.Outbound;

/// <summary>Buttons or a list under a body text, which is <see cref="OutboundMessage.Text"/>.</summary>
/// <param name="Header">A line above the body.</param>
/// <param name="Footer">A line below it.</param>
/// <param name="ButtonText">List: the words that open it.</param>
/// <param name="Buttons">Buttons: 1 to 3; empty for a list.</param>
/// <param name="Sections">List: its sections with 1 to 10 rows in all; empty for buttons.</param>
public sealed record OutboundInteractive(
    string? Header, string? Footer, string? ButtonText, IReadOnlyList<OutboundButton> Buttons, IReadOnlyList<OutboundSection> Sections);
